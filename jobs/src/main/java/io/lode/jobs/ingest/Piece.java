package io.lode.jobs.ingest;

import java.io.Serializable;

/** A part of what was read from a file: rows of one run, or rows that were rejected. */
sealed interface Piece extends Serializable permits RunBlock, RejectedRow {}
