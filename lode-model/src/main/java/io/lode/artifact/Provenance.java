package io.lode.artifact;

/**
 * Where a schedule comes from.
 *
 * @param ensemble id of the ensemble that forecast it
 * @param snapshot id of the trajectories' snapshot that was read
 * @param code version of LODE
 * @param seed of all random choices
 * @param created when, as an ISO 8601 instant
 */
public record Provenance(
    String ensemble, String snapshot, String code, long seed, String created) {}
