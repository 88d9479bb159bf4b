package io.lode.jobs.store.tables;

import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Objective;
import java.io.Serializable;

/**
 * What is known of a group without its trajectories.
 *
 * @param group whose runs these are
 * @param objective what they are judged by
 * @param runs how many there are
 * @param diverged how many of them diverged
 * @param running how many of them are still training
 * @param shortest the fewest steps that one of them was to take
 * @param longest the most steps that one of them was to take
 * @param totalSteps that horizons are fractions of
 * @param fingerprint SHA-256 over the content of the runs: it changes exactly when they do,
 *     whatever the order they were ingested in
 */
public record GroupSummary(
    GroupKey group,
    Objective objective,
    long runs,
    long diverged,
    long running,
    double shortest,
    double longest,
    double totalSteps,
    String fingerprint)
    implements Serializable {}
