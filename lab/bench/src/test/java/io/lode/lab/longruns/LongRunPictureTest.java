package io.lode.lab.longruns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lode.evaluation.BacktestSplit;
import io.lode.evaluation.LastValue;
import io.lode.lab.bench.CurveFolder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class LongRunPictureTest {

  private static final BacktestSplit SPLIT =
      BacktestSplit.bySteps(
          CurveFolder.read(Path.of("../../examples/llm-schedules/209M-slimpajama")).get(0),
          38_000,
          List.of());

  @Test
  void drawsTheRunsThatAreAskedFor() throws IOException {
    String first = SPLIT.heldOut().get(0).run();
    byte[] one = LongRunPicture.png(SPLIT, LastValue.fit(SPLIT.fitted()), List.of(first));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(one));
    assertThat(image.getWidth()).isEqualTo(1000);
    byte[] two =
        LongRunPicture.png(
            SPLIT, LastValue.fit(SPLIT.fitted()), List.of(first, SPLIT.heldOut().get(1).run()));
    assertThat(two).isNotEqualTo(one);
  }

  @Test
  void namesTheRunsThatAreForecastWhereOneIsNot() {
    String fitted = SPLIT.fitted().runs().get(0).run();
    assertThatThrownBy(
            () -> LongRunPicture.png(SPLIT, LastValue.fit(SPLIT.fitted()), List.of(fitted)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no run " + fitted + " is forecast; expected one of ")
        .hasMessageContaining(SPLIT.heldOut().get(0).run());
  }
}
