package io.lode.jobs.ingest.rows;

import java.io.Serializable;

/** A part of what was read from a file: rows of one run, or rows that were rejected. */
public sealed interface Piece extends Serializable permits RunBlock, RejectedRow {}
