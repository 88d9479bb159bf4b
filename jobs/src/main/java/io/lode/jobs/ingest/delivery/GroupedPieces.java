package io.lode.jobs.ingest.delivery;

import io.lode.jobs.ingest.rows.Piece;
import io.lode.jobs.ingest.rows.RejectedRow;
import io.lode.jobs.ingest.rows.RunBlock;
import io.lode.jobs.ingest.rows.RunKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import scala.Tuple2;

/** Walks through pieces that are sorted by their keys, the pieces of one key at a time. */
final class GroupedPieces {

  private final Iterator<Tuple2<RunKey, Piece>> pieces;
  private Tuple2<RunKey, Piece> next;

  GroupedPieces(Iterator<Tuple2<RunKey, Piece>> pieces) {
    this.pieces = pieces;
    advance();
  }

  /** The key of the next pieces; null at the end. */
  RunKey key() {
    return next == null ? null : next._1();
  }

  /** The next piece where it has the key of the current ones and is a rejected row, else null. */
  RejectedRow takeRejected() {
    if (next != null && next._2() instanceof RejectedRow row) {
      advance();
      return row;
    }
    return null;
  }

  /** The blocks of the current key. */
  List<RunBlock> takeBlocks() {
    List<RunBlock> blocks = new ArrayList<>();
    RunKey key = key();
    while (key != null && key.equals(key()) && next._2() instanceof RunBlock block) {
      blocks.add(block);
      advance();
    }
    return blocks;
  }

  private void advance() {
    next = pieces.hasNext() ? pieces.next() : null;
  }
}
