/**
 * What LODE did, as pages that a browser shows: one a group, and an index.
 *
 * <p>A page is a template below {@code resources/io/lode/jobs/report}, filled by sections ({@link
 * io.lode.jobs.report.SweepSection} and so on) with escaped text, and plots as data that the page's
 * own script draws. Pages hold all they need: styles, scripts and data; they load nothing. Records
 * here may hold arrays, which nobody changes.
 *
 * <p>May import: trajectory, hyperparameter, schedule, forecast, evaluation, model.modal,
 * model.process, ensemble, search, search.evidence, artifact, jobs, jobs.progress,
 * jobs.conf.settings, jobs.group, jobs.store.files, jobs.store.artifacts.
 */
package io.lode.jobs.report;
