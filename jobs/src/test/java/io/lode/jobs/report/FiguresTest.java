package io.lode.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.trajectory.Direction;
import io.lode.trajectory.GroupKey;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void numbersHaveFourDigits() {
    assertThat(Figures.number(2.345678)).isEqualTo("2.346");
    assertThat(Figures.number(24000)).isEqualTo("24000");
    assertThat(Figures.number(133333)).isEqualTo("133333");
    assertThat(Figures.number(3e-5)).isEqualTo("3e-5");
    assertThat(Figures.number(-0.00012345)).isEqualTo("-1.23e-4");
    assertThat(Figures.number(0)).isEqualTo("0");
    assertThat(Figures.number(Double.NaN)).isEqualTo("–");
    assertThat(Figures.spread(2.5, 0.01234)).isEqualTo("2.5 ± 0.012");
  }

  @Test
  void betterFollowsTheDirection() {
    assertThat(Figures.better(0.95, 1, Direction.MINIMIZE)).isEqualTo("5.00% better");
    assertThat(Figures.better(1.1, 1, Direction.MINIMIZE)).isEqualTo("10.00% worse");
    assertThat(Figures.better(0.95, 0.93, Direction.MAXIMIZE)).isEqualTo("0.02 better");
    assertThat(Figures.better(1, 1, Direction.MINIMIZE)).isEqualTo("the same");
  }

  @Test
  void namesOfPagesAreSafeAndDiffer() {
    String name = PageName.of(new GroupKey("../a/b", ".hidden", "x".repeat(300)));
    assertThat(name).matches("[A-Za-z0-9_][A-Za-z0-9_-]{0,80}");
    assertThat(PageName.of(new GroupKey("a/b", "c", "d")))
        .isNotEqualTo(PageName.of(new GroupKey("a", "b/c", "d")));
    assertThat(PageName.of(new GroupKey("Ä", "ß", "…")).toLowerCase(Locale.ROOT))
        .matches("[a-z0-9_-]+");
  }
}
