package io.lode.forecast;

/**
 * What is expected of one run that is training now, given what it has logged. {@link Outcomes}, by
 * contrast, holds predicted final values of schedules that a run follows from its first step.
 *
 * @param panel opinions on how it will end under schedules that repeat its past
 * @param forecaster its trajectory under such schedules
 * @param pace how fast it goes compared with its sweep
 * @param alarm whether its loss rises as no finished run's did
 */
public record Outlook(Panel panel, Forecaster forecaster, RunPace pace, LossAlarm alarm) {}
