package io.lode.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {

  private static final List<String> KNOWN = List.of("adam", "adamw", "sgd");

  @Test
  void takesCaseAndSlipsForOneName() {
    assertThat(NearestName.of("AdamW", KNOWN)).contains("adamw");
    assertThat(NearestName.of("ADAM", KNOWN)).contains("adam");
    assertThat(NearestName.of("adma", KNOWN)).contains("adam");
    assertThat(NearestName.of("sdg", KNOWN)).contains("sgd");
  }

  @Test
  void findsNothingThatIsAnotherName() {
    assertThat(NearestName.of("schedule-free", KNOWN)).isEmpty();
    assertThat(NearestName.of("adam", List.of())).isEmpty();
  }
}
