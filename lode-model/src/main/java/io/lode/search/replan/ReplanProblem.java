package io.lode.search.replan;

import io.lode.forecast.Outlook;
import io.lode.forecast.RunSoFar;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.PiecewiseLogLinear;

/**
 * A run in flight whose rest is to be planned.
 *
 * @param sweep the runs that its forecasters were fitted to, at the horizon that it is judged at
 * @param outlook what is expected of it
 * @param run what it has done
 * @param inForce the schedule that it follows; its past is what it applied
 * @param seed of the search
 */
public record ReplanProblem(
    SweepOutcomes sweep, Outlook outlook, RunSoFar run, PiecewiseLogLinear inForce, long seed) {}
