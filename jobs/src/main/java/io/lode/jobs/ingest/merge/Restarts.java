package io.lode.jobs.ingest.merge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Finds where a run was started again, and what that makes void.
 *
 * <p>A run went back where a field is logged at a smaller step than before. What was told until
 * then of that step and those after it belongs to an attempt that was given up. Not every smaller
 * step is a restart:
 *
 * <ul>
 *   <li>A value that comes late, as an evaluation of an older checkpoint does, goes back alone: a
 *       field that is logged at least as often just goes on.
 *   <li>A table whose rows are in no order, or run backwards, goes back all the time, and mostly to
 *       steps that nothing was said of.
 *   <li>Metrics that are told one after another, each from its first step on, do not go back. A
 *       restart then is found for each by itself.
 * </ul>
 */
final class Restarts {

  /** Of a field's values, one in so many may go back to a new step, or its rows have no order. */
  private static final int VALUES_PER_UNEXPLAINED = 8;

  /** Times below are no dates but seconds since some start, which begin again with each attempt. */
  private static final double EARLIEST_DATE = 946_684_800;

  /**
   * A restart.
   *
   * @param position of the row that it is seen at, among the told ones
   * @param step that the run went back to
   * @param voided rows that it made void
   */
  record Restart(int position, double step, int voided) {}

  private record Event(int field, int position, double step) {}

  private final double[] step;
  private final double[] time;
  private final ToldValues told;
  private final ToldValues.Rows rows;
  private final int fieldCount;
  private final BitSet voided = new BitSet();
  private final List<Restart> found = new ArrayList<>();
  private final boolean[] unordered;

  private Restarts(int fieldCount, double[] step, double[] time, ToldValues.Rows rows) {
    this.step = step;
    this.time = time;
    this.rows = rows;
    this.fieldCount = fieldCount;
    told = ToldValues.of(fieldCount, step, rows);
    unordered = new boolean[fieldCount];
  }

  /**
   * Finds the restarts among rows in the order in which they were told.
   *
   * @param fieldCount how many fields there are
   * @param step of each row
   * @param time of each row, in seconds since 1970, NaN where it says none
   * @param rows the fields of each row, without those that say only when it was
   */
  static Restarts of(int fieldCount, double[] step, double[] time, ToldValues.Rows rows) {
    Restarts restarts = new Restarts(fieldCount, step, time, rows);
    List<Event> events = new ArrayList<>();
    for (int field = 0; field < fieldCount; field++) {
      restarts.addEvents(field, events);
    }
    events.sort(Comparator.comparingInt(Event::position).thenComparingDouble(Event::step));
    events.forEach(restarts::weigh);
    return restarts;
  }

  /** Whether any field goes back; where none does, there is nothing to find. */
  static boolean anyGoesBack(int fieldCount, double[] step, ToldValues.Rows rows) {
    double[] last = new double[fieldCount];
    Arrays.fill(last, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < step.length; i++) {
      for (int field : rows.fields(i)) {
        if (step[i] < last[field]) {
          return true;
        }
        last[field] = step[i];
      }
    }
    return false;
  }

  /** The restarts, in the order in which they were told. */
  List<Restart> found() {
    return found;
  }

  /** Whether a told row is void. */
  boolean isVoid(int position) {
    return voided.get(position);
  }

  /** Adds where a field goes back, unless its rows have no order. */
  private void addEvents(int field, List<Event> events) {
    int count = told.count(field);
    double[] live = new double[count];
    int lives = 0;
    int back = 0;
    int unexplained = 0;
    List<Event> own = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double at = told.step(field, i);
      if (lives > 0 && at < live[lives - 1]) {
        back++;
        int place = Arrays.binarySearch(live, 0, lives, at);
        unexplained += place < 0 ? 1 : 0;
        lives = place < 0 ? -place - 1 : place;
        own.add(new Event(field, told.position(field, i), at));
      }
      if (lives == 0 || at > live[lives - 1]) {
        live[lives++] = at;
      }
    }
    unordered[field] =
        unexplained > Math.max(1, count / VALUES_PER_UNEXPLAINED) || count - 1 - back < unexplained;
    if (!unordered[field]) {
      events.addAll(own);
    }
  }

  private void weigh(Event event) {
    if (isExplained(event) || isAlone(event)) {
      return;
    }
    int before = voided.cardinality();
    for (int i = 0; i < event.position(); i++) {
      if (step[i] >= event.step() && !voided.get(i) && isBefore(i, event)) {
        voided.set(i);
      }
    }
    int count = voided.cardinality() - before;
    if (count > 0) {
      found.add(new Restart(event.position(), event.step(), count));
    }
  }

  /** Whether restarts that were found already make void all that the field had said from there. */
  private boolean isExplained(Event event) {
    int before = told.before(event.field(), event.position());
    for (int i = before - 1; i >= 0; i--) {
      int position = told.position(event.field(), i);
      if (told.step(event.field(), i) > event.step() && !voided.get(position)) {
        return false;
      }
    }
    return true;
  }

  /** Whether another field, logged as often, goes on at that place as if nothing had happened. */
  private boolean isAlone(Event event) {
    for (int field = 0; field < fieldCount; field++) {
      if (field == event.field()
          || told.count(field) < told.count(event.field())
          || unordered[field]
          || !isToldAlong(field, event.field())) {
        continue;
      }
      int next = told.before(field, event.position());
      if (next > 0
          && next < told.count(field)
          && told.position(field, next) > event.position()
          && told.step(field, next - 1) >= event.step()
          && told.step(field, next) > told.step(field, next - 1)) {
        return true;
      }
    }
    return false;
  }

  /** Whether rows of two fields come in turns, rather than all of one before all of the other. */
  private boolean isToldAlong(int one, int other) {
    return told.count(one) > 0
        && told.first(one) <= told.last(other)
        && told.first(other) <= told.last(one);
  }

  /** Whether a row that is told before an event was logged before it. */
  private boolean isBefore(int position, Event event) {
    int[] fields = rows.fields(position);
    for (int field : fields) {
      if (isToldAlong(field, event.field())) {
        return true;
      }
    }
    if (time[position] >= EARLIEST_DATE && time[event.position()] >= EARLIEST_DATE) {
      return time[position] < time[event.position()];
    }
    return fields.length == 0;
  }
}
