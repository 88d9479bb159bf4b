/**
 * A schedule for a training whose end is not known: a trunk to hold, and for every step at which
 * the user may decide to stop, the cooldown from there and what it will reach.
 *
 * <p>May import: trajectory, schedule, forecast, artifact, longrun.
 */
package io.lode.longrun.anytime;
