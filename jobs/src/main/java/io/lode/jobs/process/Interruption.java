package io.lode.jobs.process;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.service.launcher.IrqHandler;

/**
 * Ends the process on SIGINT and SIGTERM with one line, whatever the command is at.
 *
 * <p>The virtual machine shuts down while the command still runs, and what the command meets then
 * (classes that no longer load, closed files) says nothing about its user's problem. So nothing of
 * it is printed.
 */
public final class Interruption implements IrqHandler.Interrupted {

  /** What a shell adds to a signal's number for the exit status. */
  private static final int SIGNALLED = 128;

  private final Runnable last;
  private volatile boolean muted;
  private boolean over;

  private Interruption(Runnable last) {
    this.last = last;
  }

  /**
   * Listens to both signals.
   *
   * @param last prints what the user is told of an interruption
   */
  public static Interruption listen(Runnable last) {
    Interruption interruption = prepared(last);
    interruption.listen();
    return interruption;
  }

  /**
   * Prepares to listen. Until then a signal ends the process in the way of the virtual machine.
   *
   * @param last prints what the user is told of an interruption
   */
  public static Interruption prepared(Runnable last) {
    return new Interruption(last);
  }

  /** Listens to both signals from now on; this loads a thousand classes for logging. */
  public void listen() {
    for (String signal : List.of(IrqHandler.CONTROL_C, IrqHandler.SIGTERM)) {
      new IrqHandler(signal, this).bind();
    }
  }

  /** A stream that prints to the given one until the process is interrupted. */
  public PrintStream mutable(PrintStream stream) {
    OutputStream until =
        new FilterOutputStream(stream) {
          @Override
          public void write(int one) {
            if (!muted) {
              stream.write(one);
            }
          }

          @Override
          public void write(byte[] bytes, int from, int length) throws IOException {
            if (!muted) {
              stream.write(bytes, from, length);
            }
          }
        };
    return new PrintStream(until, true, StandardCharsets.UTF_8);
  }

  /** The command has printed what it came to; an interruption from now on only ends the process. */
  public synchronized void over() {
    over = true;
  }

  @Override
  public void interrupted(IrqHandler.InterruptData data) {
    synchronized (this) {
      muted = true;
      if (!over) {
        over = true;
        last.run();
      }
    }
    System.exit(SIGNALLED + data.getNumber());
  }
}
