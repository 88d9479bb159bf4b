package io.lode.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.trajectory.GroupKey;
import org.junit.jupiter.api.Test;

class GroupFilterTest {

  private static final GroupKey ADAM = new GroupKey("a,b=c", "d/e", "adam");

  @Test
  void readsWhatAGroupPrints() {
    assertThat(GroupFilter.parse(ADAM.toString()))
        .isEqualTo(new GroupFilter("a,b=c", "d/e", "adam"));
    assertThat(GroupFilter.parse(ADAM.toString()).test(ADAM)).isTrue();
  }

  @Test
  void admitsAnyOptimizerWhereNoneIsNamed() {
    GroupFilter filter = GroupFilter.parse("model=a,b=c,dataset=d/e");
    assertThat(filter.test(ADAM)).isTrue();
    assertThat(filter.test(new GroupKey("a,b=c", "d/e", "sgd"))).isTrue();
    assertThat(filter.test(new GroupKey("a,b=c", "other", "adam"))).isFalse();
    assertThat(GroupFilter.all().test(ADAM)).isTrue();
  }

  @Test
  void refusesOtherForms() {
    assertThatThrownBy(() -> GroupFilter.parse("m/d"))
        .isInstanceOf(UsageException.class)
        .hasMessage("--group takes model=M,dataset=D[,optimizer=O], found 'm/d'");
  }
}
