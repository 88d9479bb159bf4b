/**
 * What settings records share: checks of their values.
 *
 * <p>May import: nothing of LODE.
 */
package io.lode.settings;
