package io.lode.jobs.ingest.tracker;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The number in a TensorProto of TensorFlow that holds exactly one. */
final class ScalarTensor {

  private int type;
  private long elements;
  private ByteString content;
  private Double number;

  /** The number, or null where the tensor holds text, none or several. */
  Double read(CodedInputStream tensor) throws IOException {
    type = 0;
    elements = 1;
    content = ByteString.EMPTY;
    number = null;
    for (int tag = tensor.readTag(); tag != 0; tag = tensor.readTag()) {
      int wire = WireFormat.getTagWireType(tag);
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> type = tensor.readEnum();
        case 2 -> readShape(tensor.readBytes().newCodedInput());
        case 4 -> content = tensor.readBytes();
        case 5, 6, 7, 10, 11, 13, 16, 17 -> readNumbers(tensor, tag, wire);
        default -> tensor.skipField(tag);
      }
    }
    if (elements != 1) {
      return null;
    }
    return number != null ? number : fromContent();
  }

  private void readShape(CodedInputStream shape) throws IOException {
    for (int tag = shape.readTag(); tag != 0; tag = shape.readTag()) {
      if (tag == (2 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
        CodedInputStream dimension = shape.readBytes().newCodedInput();
        long size = 0;
        for (int inner = dimension.readTag(); inner != 0; inner = dimension.readTag()) {
          if (inner == (1 << 3 | WireFormat.WIRETYPE_VARINT)) {
            size = dimension.readInt64();
          } else {
            dimension.skipField(inner);
          }
        }
        elements *= size;
      } else {
        shape.skipField(tag);
      }
    }
  }

  /** One of the repeated fields of numbers, packed or not; the first number counts. */
  private void readNumbers(CodedInputStream tensor, int tag, int wire) throws IOException {
    if (wire != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
      keep(readNumber(tensor, WireFormat.getTagFieldNumber(tag)));
      return;
    }
    CodedInputStream packed = tensor.readBytes().newCodedInput();
    while (!packed.isAtEnd()) {
      keep(readNumber(packed, WireFormat.getTagFieldNumber(tag)));
    }
  }

  private void keep(double value) {
    if (number == null) {
      number = value;
    }
  }

  private double readNumber(CodedInputStream in, int field) throws IOException {
    return switch (field) {
      case 5 -> in.readFloat();
      case 6 -> in.readDouble();
      case 13 -> sixteenBits((short) in.readInt32());
      case 11 -> in.readBool() ? 1 : 0;
      case 16 -> Integer.toUnsignedLong(in.readUInt32());
      default -> in.readInt64();
    };
  }

  private Double fromContent() {
    ByteBuffer bytes = ByteBuffer.wrap(content.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    int size =
        switch (type) {
          case 1, 3, 22 -> 4;
          case 2, 9, 23 -> 8;
          case 4, 6, 10 -> 1;
          case 5, 14, 17, 19 -> 2;
          default -> 0;
        };
    if (size == 0 || bytes.remaining() != size) {
      return null;
    }
    return switch (type) {
      case 1 -> (double) bytes.getFloat();
      case 2 -> bytes.getDouble();
      case 3 -> (double) bytes.getInt();
      case 22 -> (double) Integer.toUnsignedLong(bytes.getInt());
      case 9, 23 -> (double) bytes.getLong();
      case 6 -> (double) bytes.get();
      case 4, 10 -> (double) (bytes.get() & 0xff);
      case 5 -> (double) bytes.getShort();
      case 17 -> (double) (bytes.getShort() & 0xffff);
      default -> sixteenBits(bytes.getShort());
    };
  }

  /** A half-precision number, or a bfloat16, which is the upper half of a float. */
  private double sixteenBits(short bits) {
    if (type == 14) {
      return Float.intBitsToFloat(bits << 16);
    }
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    double magnitude =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24;
          case 0x1f -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
          default -> (0x400 | fraction) * Math.pow(2, exponent - 25);
        };
    return bits < 0 ? -magnitude : magnitude;
  }
}
