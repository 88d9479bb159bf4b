package io.lode.evaluation;

import io.lode.schedule.Schedule;

/**
 * A schedule to compare others with.
 *
 * @param name as in reports and artifacts, such as {@code cosine}
 * @param schedule the schedule
 */
public record NamedSchedule(String name, Schedule schedule) {}
