package io.lode.lab.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.jobs.trial.Trial;
import io.lode.lab.prove.Decisions.Decision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProposedTrialsTest {

  private static final Trial COSINE = new Trial(Map.of("schedule", "cosine"), 1);

  private final ProposedTrials proposed = new ProposedTrials(List.of(COSINE), List.of(3L));

  private static Decision proposal(String path, String repeats) {
    return new Decision(path, 1, 0.1, "", repeats, Map.of());
  }

  private static Trial trial(String path, long seed) {
    return new Trial(Map.of("schedule", path), seed);
  }

  @Test
  void whatIsNewRunsUnderTheSeedOfTheSweep() {
    assertThat(proposed.of(List.of(proposal("a.csv", null), proposal("b.csv", null))))
        .containsExactly(trial("a.csv", 1), trial("b.csv", 1));
  }

  @Test
  void aRepeatRunsUnderTheNextSeedThatItsScheduleHasNotHad() {
    // Seed 3 is one that judges.
    assertThat(
            proposed.of(
                List.of(proposal("a.csv", COSINE.name()), proposal("a.csv", COSINE.name()))))
        .containsExactly(trial("a.csv", 2), trial("a.csv", 4));
  }

  @Test
  void aRepeatOfARepeatIsOneOfTheFirst() {
    Trial repeat = proposed.of(List.of(proposal("a.csv", COSINE.name()))).get(0);

    // Knots of a repeat's log need not be those that it followed.
    assertThat(proposed.of(List.of(proposal("b.csv", repeat.name()))))
        .containsExactly(trial("b.csv", 4));
  }

  @Test
  void aScheduleThatIsProposedTwiceRunsTwice() {
    assertThat(proposed.of(List.of(proposal("a.csv", null), proposal("a.csv", null))))
        .containsExactly(trial("a.csv", 1), trial("a.csv", 2));
  }
}
