/**
 * A latent ODE of training dynamics across groups: the learning rate drives it, and codes of the
 * group and of the run bend it. Its weights are trained on many groups; the codes of another group
 * are inferred from its few runs.
 *
 * <p>May import: settings, trajectory, schedule, forecast, ode, model.network, prior.
 */
package io.lode.model.crossgroup;
