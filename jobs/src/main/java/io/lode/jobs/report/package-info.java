/**
 * What LODE did, as pages that a browser shows: one a group, and an index.
 *
 * <p>{@link io.lode.jobs.report.Report} writes them. A page is a template below {@code
 * resources/io/lode/jobs/report}, filled by sections ({@link io.lode.jobs.report.SweepSection} and
 * so on) with escaped text, and plots as data that the page's own script draws. Pages hold all they
 * need: styles, scripts and data; they load nothing.
 *
 * <p>May import conf, progress, store and lode-model. Records here may hold arrays, which nobody
 * changes.
 */
package io.lode.jobs.report;
