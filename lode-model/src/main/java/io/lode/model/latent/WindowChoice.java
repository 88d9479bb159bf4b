package io.lode.model.latent;

import java.util.SplittableRandom;

/** Which parts of the series a step trains on. */
public enum WindowChoice {
  /** Random sub-windows, of which the encoder sees a random first part. */
  RANDOM {
    @Override
    int length(int longest, SplittableRandom random) {
      return random.nextInt(Math.max(2, longest / 4), longest + 1);
    }

    @Override
    int seen(int length, SplittableRandom random) {
      return random.nextInt(Math.max(1, length / 6), length + 1);
    }
  },
  /** The whole of the longest series, all of it seen by the encoder. */
  WHOLE {
    @Override
    int length(int longest, SplittableRandom random) {
      return longest;
    }

    @Override
    int seen(int length, SplittableRandom random) {
      return length;
    }
  };

  abstract int length(int longest, SplittableRandom random);

  abstract int seen(int length, SplittableRandom random);
}
