package io.lode.forecast;

/**
 * What is expected of a run in flight, given what it has done.
 *
 * @param panel opinions on how it will end under schedules that repeat its past
 * @param forecaster its trajectory under such schedules
 * @param pace how fast it goes compared with its sweep
 * @param rise how far its loss has risen beyond the largest rise of any run that came to its end,
 *     in log; 0 where it has not
 */
public record Outlook(Panel panel, Forecaster forecaster, RunPace pace, double rise) {}
