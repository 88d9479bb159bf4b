package io.lode.trajectory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupKeyTest {

  @Test
  void aGroupIsReadBackFromItsPath() {
    GroupKey group = new GroupKey("a b/c*", "../..", "模 \"q\"");
    assertThat(GroupKey.parsePath(group.path())).contains(group);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model=%ZZ/dataset=d/optimizer=o",
        "model=+/dataset=d/optimizer=o",
        "model=m/dataset=d/optimizer=o (copy)",
        "model=m/dataset=d",
        "model=a*/dataset=d/optimizer=o"
      })
  void whatIsNoGroupsPathIsNone(String path) {
    assertThat(GroupKey.parsePath(path)).isEmpty();
  }
}
