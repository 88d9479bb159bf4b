package io.lode.jobs.ingest;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/** Parquet; nested and repeated columns are left out. */
final class ParquetLogReader implements LogReader {

  private final ParquetReader<Group> rows;
  private final Set<String> columns;
  private final String defect;
  private long number;
  private boolean ended;

  ParquetLogReader(Path file, Configuration configuration) throws IOException {
    ParquetReader<Group> opened = null;
    Set<String> names = Set.of();
    String found = null;
    // What the file system refuses must fail the task, not pass for a damaged file.
    HadoopInputFile input = HadoopInputFile.fromPath(file, configuration);
    try (ParquetFileReader footer = ParquetFileReader.open(input)) {
      names =
          footer.getFileMetaData().getSchema().getFields().stream()
              .filter(ParquetLogReader::isValue)
              .map(Type::getName)
              .collect(Collectors.toSet());
      opened = ParquetReader.builder(new GroupReadSupport(), file).withConf(configuration).build();
    } catch (RuntimeException e) {
      found = Describe.shortly(e);
    }
    rows = opened;
    columns = names;
    defect = found;
  }

  @Override
  public Set<String> columns() {
    return columns;
  }

  @Override
  public RawRow next() throws IOException {
    if (ended) {
      return null;
    }
    number++;
    if (defect != null) {
      ended = true;
      return RawRow.defective(number, "", "unreadable file", defect);
    }
    Group group;
    try {
      group = rows.read();
    } catch (RuntimeException e) {
      ended = true;
      return RawRow.defective(number, "", "unreadable file", Describe.shortly(e));
    }
    if (group == null) {
      ended = true;
      return null;
    }
    Map<String, String> values = values(group);
    return RawRow.of(number, values.toString(), values);
  }

  private static Map<String, String> values(Group group) {
    GroupType type = group.getType();
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < type.getFieldCount(); i++) {
      Type field = type.getType(i);
      if (isValue(field) && group.getFieldRepetitionCount(i) == 1) {
        values.put(field.getName(), text(group, i, field.asPrimitiveType()));
      }
    }
    return values;
  }

  private static boolean isValue(Type field) {
    return field.isPrimitive() && !field.isRepetition(Type.Repetition.REPEATED);
  }

  private static String text(Group group, int index, PrimitiveType type) {
    if (type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal) {
      BigInteger unscaled =
          switch (type.getPrimitiveTypeName()) {
            case INT32 -> BigInteger.valueOf(group.getInteger(index, 0));
            case INT64 -> BigInteger.valueOf(group.getLong(index, 0));
            default -> new BigInteger(group.getBinary(index, 0).getBytes());
          };
      return new BigDecimal(unscaled, decimal.getScale()).toString();
    }
    return group.getValueToString(index, 0);
  }

  @Override
  public void close() throws IOException {
    if (rows != null) {
      rows.close();
    }
  }
}
