/**
 * How the curvature of the loss follows the learning rate, on which depends what a rate does.
 *
 * <p>May import: settings.
 */
package io.lode.model.modal.curvature;
