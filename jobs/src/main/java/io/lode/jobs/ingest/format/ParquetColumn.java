package io.lode.jobs.ingest.format;

import io.lode.jobs.ingest.format.LogReader.Cell;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReadStore;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** One column of a Parquet file, read a batch of rows at a time. */
final class ParquetColumn {

  private static final int KEPT_TEXTS = 20_000;
  private static final double SECONDS_PER_DAY = 86_400;
  private static final int JULIAN_DAY_OF_1970 = 2_440_588;

  private final ColumnDescriptor descriptor;
  private final String name;
  private final PrimitiveTypeName type;
  private final LogicalTypeAnnotation logical;
  private final boolean isText;
  private final Cell[] cells;
  private final double[] numbers;
  private final Value[] values;

  /** Texts repeat, so each is decoded once. */
  private final Map<Binary, Value> known = new HashMap<>();

  private ColumnReader reader;

  private record Value(String text, Double number) {}

  ParquetColumn(ColumnDescriptor descriptor, int batch) {
    this.descriptor = descriptor;
    name = String.join(".", descriptor.getPath());
    type = descriptor.getPrimitiveType().getPrimitiveTypeName();
    logical = descriptor.getPrimitiveType().getLogicalTypeAnnotation();
    isText =
        !(logical instanceof DecimalLogicalTypeAnnotation)
            && (type == PrimitiveTypeName.BINARY
                || type == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
                || type == PrimitiveTypeName.BOOLEAN);
    cells = new Cell[batch];
    numbers = new double[isText ? 0 : batch];
    values = new Value[isText ? batch : 0];
  }

  /** Its name, with a dot between the names of nested columns. */
  String name() {
    return name;
  }

  /** Starts a row group. */
  void start(ColumnReadStore store) {
    reader = store.getColumnReader(descriptor);
  }

  /** Reads the next rows. */
  void read(int rows) {
    int whole = descriptor.getMaxDefinitionLevel();
    for (int i = 0; i < rows; i++) {
      if (reader.getCurrentDefinitionLevel() < whole) {
        cells[i] = Cell.MISSING;
      } else if (isText) {
        Value value = value();
        values[i] = value;
        cells[i] = value.number() == null ? Cell.TEXT : Cell.NUMBER;
        if (value.text().isBlank()) {
          cells[i] = Cell.MISSING;
        }
      } else {
        numbers[i] = number();
        cells[i] = Cell.NUMBER;
      }
      reader.consume();
    }
  }

  private double number() {
    return switch (type) {
      case DOUBLE -> reader.getDouble();
      case FLOAT -> reader.getFloat();
      case INT32 -> scaled(whole(Integer.toUnsignedLong(reader.getInteger()), reader.getInteger()));
      case INT64 -> scaled(reader.getLong());
      case INT96 -> julian(reader.getBinary());
      default -> decimal(new BigInteger(reader.getBinary().getBytes()));
    };
  }

  private long whole(long unsigned, long signed) {
    return logical instanceof IntLogicalTypeAnnotation integer && !integer.isSigned()
        ? unsigned
        : signed;
  }

  private double scaled(long value) {
    if (logical instanceof DecimalLogicalTypeAnnotation) {
      return decimal(BigInteger.valueOf(value));
    }
    if (logical instanceof DateLogicalTypeAnnotation) {
      return value * SECONDS_PER_DAY;
    }
    if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
      return value
          / switch (timestamp.getUnit()) {
            case MILLIS -> 1e3;
            case MICROS -> 1e6;
            case NANOS -> 1e9;
          };
    }
    return value;
  }

  private double decimal(BigInteger unscaled) {
    return new BigDecimal(unscaled, ((DecimalLogicalTypeAnnotation) logical).getScale())
        .doubleValue();
  }

  /** Seconds since 1970 of a timestamp as Hive writes it. */
  private static double julian(Binary binary) {
    ByteBuffer bytes = ByteBuffer.wrap(binary.getBytes()).order(ByteOrder.LITTLE_ENDIAN);
    double nanos = bytes.getLong();
    return (bytes.getInt() - JULIAN_DAY_OF_1970) * SECONDS_PER_DAY + nanos / 1e9;
  }

  private Value value() {
    if (type == PrimitiveTypeName.BOOLEAN) {
      return new Value(String.valueOf(reader.getBoolean()), null);
    }
    Binary binary = reader.getBinary();
    Value found = known.get(binary);
    if (found == null) {
      if (known.size() >= KEPT_TEXTS) {
        known.clear();
      }
      String text = binary.toStringUsingUTF8().strip();
      found = new Value(text, Numbers.parse(text));
      known.put(binary.copy(), found);
    }
    return found;
  }

  Cell cell(int row) {
    return cells[row];
  }

  double number(int row) {
    if (cells[row] != Cell.NUMBER) {
      return Double.NaN;
    }
    return isText ? values[row].number() : numbers[row];
  }

  String text(int row) {
    if (cells[row] == Cell.MISSING) {
      return null;
    }
    if (isText) {
      return values[row].text();
    }
    double number = numbers[row];
    boolean isWhole = type == PrimitiveTypeName.INT32 || type == PrimitiveTypeName.INT64;
    if (isWhole && number == Math.rint(number) && Math.abs(number) < 0x1p53) {
      return Long.toString((long) number);
    }
    return type == PrimitiveTypeName.FLOAT
        ? Float.toString((float) number)
        : Double.toString(number);
  }
}
