package io.lode.prior;

import java.io.Serializable;

/**
 * One kind of group: a part of all groups, whose unknowns are near each other.
 *
 * @param share of all groups, over 0 and at most 1
 * @param unknowns their distribution
 */
public record Kind(double share, Gaussian unknowns) implements Serializable {}
