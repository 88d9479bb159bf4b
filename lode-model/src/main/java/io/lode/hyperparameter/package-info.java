/**
 * What the hyperparameters of runs are, which of them vary beside the learning rate, what they do
 * to the outcome, and how runs would have done under other values.
 *
 * <p>May import: settings, statistics, trajectory, schedule, forecast.
 */
package io.lode.hyperparameter;
