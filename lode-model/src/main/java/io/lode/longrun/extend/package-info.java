/**
 * The rest of a training that goes on beyond its end: from its last step or from an earlier
 * checkpoint, to a number of steps that no run of its group has.
 *
 * <p>May import: trajectory, schedule, forecast, search.replan, model.modal, longrun.
 */
package io.lode.longrun.extend;
