package io.lode.forecast;

/**
 * What is expected of a run in flight, given what it has done.
 *
 * @param panel opinions on how it will end under schedules that repeat its past
 * @param forecaster its trajectory under such schedules
 * @param pace how fast it goes compared with its sweep
 * @param alarm whether its loss rises as no finished run's did
 */
public record Outlook(Panel panel, Forecaster forecaster, RunPace pace, LossAlarm alarm) {}
