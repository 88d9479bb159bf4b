package io.lode.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeTextTest {

  @Test
  void whatATerminalShowsAsItIsStays() {
    String line = "model=ResNet-50 é 模型 😀, 3.1 ± 0.2";
    assertThat(SafeText.escaped(line)).isSameAs(line);
  }

  @Test
  void whatCouldSpoofATerminalIsEscaped() {
    assertThat(SafeText.escaped("a\u001b[2Jb\u202ec\ufeffd\ne\u00a0f"))
        .isEqualTo("a\\u001b[2Jb\\u202ec\\ufeffd\\u000ae\\u00a0f");
    assertThat(SafeText.escaped("x\ud800y")).isEqualTo("x\\ud800y");
    assertThat(SafeText.escaped(new String(Character.toChars(0xE0001)))).isEqualTo("\\U000e0001");
  }
}
