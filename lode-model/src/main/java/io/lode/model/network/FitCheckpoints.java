package io.lode.model.network;

import java.util.Optional;

/** Where a fit keeps how far it has come, so that a process that takes over loses little. */
public interface FitCheckpoints {

  /** Optimiser steps between two checkpoints, at least 1. */
  int everySteps();

  /** The last one that was saved for the same data and settings; empty where there is none. */
  Optional<FitCheckpoint> last();

  /** Saves one in the place of the last. */
  void save(FitCheckpoint checkpoint);

  /** Keeps nothing. */
  static FitCheckpoints none() {
    return new FitCheckpoints() {

      @Override
      public int everySteps() {
        return Integer.MAX_VALUE;
      }

      @Override
      public Optional<FitCheckpoint> last() {
        return Optional.empty();
      }

      @Override
      public void save(FitCheckpoint checkpoint) {}
    };
  }
}
