/**
 * Initial value problems on batches: explicit Runge-Kutta methods with dense output, fixed or
 * adaptive steps, differentiated through the steps.
 *
 * <p>Arrays are DJL's; the engine is loaded at the first use of {@link io.lode.ode.Tensors} and
 * never before. Every method states which manager its results belong to. No overload of an array
 * operation that takes a {@code Number} is used anywhere in these rooms: under a gradient collector
 * its temporary scalar can be freed before the backward pass, which silently corrupts gradients (a
 * test forbids the calls).
 *
 * <p>May import: nothing of LODE.
 */
package io.lode.ode;
