package io.lode.jobs.report;

import io.lode.artifact.Digests;
import io.lode.trajectory.GroupKey;
import java.nio.charset.StandardCharsets;

/** Names files of pages, safely whatever a group's names hold. */
final class PageName {

  private static final int LONGEST = 60;
  private static final int DIGITS = 10;

  private PageName() {}

  /**
   * A name that needs no escaping anywhere and belongs to this group alone, such as {@code
   * resnet50-imagenet-sgd-1a2b3c4d5e}.
   */
  static String of(GroupKey group) {
    String text = group.model() + "-" + group.dataset() + "-" + group.optimizer();
    String plain = text.replaceAll("[^A-Za-z0-9_-]+", "-").replaceAll("^-+", "");
    String digest = Digests.sha256(group.path().getBytes(StandardCharsets.UTF_8));
    return (plain.length() > LONGEST ? plain.substring(0, LONGEST) : plain)
        + "-"
        + digest.substring(0, DIGITS);
  }
}
