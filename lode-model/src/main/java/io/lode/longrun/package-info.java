/**
 * Forecasts and plans of trainings that are longer than any run of their group: what the runs
 * reach, how the error grows beyond them, which shapes compete, and which one is worth its risk.
 *
 * <p>May import: settings, statistics, trajectory, schedule, forecast, model.modal,
 * model.modal.curvature.
 */
package io.lode.longrun;
