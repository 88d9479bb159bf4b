package io.lode.jobs.store.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Options.CreateOpts;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;

/**
 * A folder beside a file, in which one process at a time stages what the file shall hold next.
 *
 * <p>A folder that a crash left is moved away. Its former owner then has nothing to rename. So the
 * age of a folder decides how long others wait after a crash, and never what is written.
 *
 * @param files where the file lies
 * @param target the file
 */
record StagingFolder(FileContext files, Path target) {

  private static final Duration ABANDONED_AFTER = Duration.ofSeconds(30);

  /**
   * Writes the file, unless another process is at it.
   *
   * @param content asked for while no other process can write
   * @return whether it was written; to be tried again where it was not
   */
  boolean tryWrite(Supplier<byte[]> content) throws IOException {
    Path folder = new Path(target.getParent(), "." + target.getName() + ".staging");
    if (!take(folder)) {
      return false;
    }
    Path staged = new Path(folder, StoreFiles.temporaryName());
    byte[] next;
    try {
      next = content.get();
    } catch (RuntimeException e) {
      files.delete(folder, true);
      throw e;
    }
    try {
      // The folder must be there still, so it is not made.
      HadoopFiles.write(files, staged, next, CreateOpts.donotCreateParent());
      files.rename(staged, target, Rename.OVERWRITE);
    } catch (IOException e) {
      if (files.util().exists(staged)) {
        files.delete(folder, true);
        throw e;
      }
      if (e instanceof FileNotFoundException) {
        return false;
      }
      throw e;
    }
    files.delete(folder, true);
    return true;
  }

  private boolean take(Path folder) throws IOException {
    Path mine = new Path(target.getParent(), StoreFiles.temporaryName());
    // A file in it keeps file systems from renaming one folder onto another.
    files
        .create(
            new Path(mine, "." + UUID.randomUUID()),
            EnumSet.of(CreateFlag.CREATE),
            CreateOpts.createParent())
        .close();
    try {
      files.rename(mine, folder, Rename.NONE);
      return true;
    } catch (FileAlreadyExistsException e) {
      files.delete(mine, true);
      removeAbandoned(folder);
      return false;
    }
  }

  private void removeAbandoned(Path folder) throws IOException {
    try {
      long touched = files.getFileStatus(folder).getModificationTime();
      if (System.currentTimeMillis() - touched > ABANDONED_AFTER.toMillis()) {
        Path aside = new Path(target.getParent(), StoreFiles.temporaryName());
        files.rename(folder, aside, Rename.NONE);
        files.delete(aside, true);
      }
    } catch (FileNotFoundException e) {
      // Its owner is done with it.
      return;
    }
  }
}
