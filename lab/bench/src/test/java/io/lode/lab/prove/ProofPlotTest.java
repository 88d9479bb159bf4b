package io.lode.lab.prove;

import static org.assertj.core.api.Assertions.assertThat;

import io.lode.trajectory.Run;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ProofPlotTest {

  private static Run run(double... rates) {
    return TwoLogs.run(rates, new double[] {2, 1});
  }

  private static BufferedImage picture(Run run) throws IOException {
    byte[] png = ProofPlot.png(Map.of("method", run), "loss");
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  /** Dark pixels between the rates' axis and its title, where its labels are. */
  private static long labelled(BufferedImage picture) {
    long dark = 0;
    for (int x = 25; x < 65; x++) {
      for (int y = 0; y < picture.getHeight(); y++) {
        dark += (picture.getRGB(x, y) & 0xff) < 128 ? 1 : 0;
      }
    }
    return dark;
  }

  @Test
  void ratesWithinOneDecadeHaveLabelsAsThoseOfMoreHave() throws IOException {
    long wide = labelled(picture(run(0.02, 0.2)));

    assertThat(labelled(picture(run(0.02, 0.05)))).isGreaterThan(wide / 2);
  }
}
