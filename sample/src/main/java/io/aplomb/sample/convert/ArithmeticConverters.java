package io.aplomb.sample.convert;

import static io.aplomb.sample.Parameter.required;
import static io.aplomb.sample.SampleType.BOOL;
import static io.aplomb.sample.SampleType.SINT;

import io.aplomb.sample.ArgumentType;
import io.aplomb.sample.Value;
import java.util.function.LongBinaryOperator;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;

/** Integers: manual section 7.3.1. */
final class ArithmeticConverters {

    private ArithmeticConverters() {}

    static void register(ConverterTable table) {
        operator(table, "add", ArithmeticConverters::add);
        operator(table, "sub", ArithmeticConverters::subtract);
        operator(table, "mul", ArithmeticConverters::multiply);
        operator(table, "div", ArithmeticConverters::divide);
        operator(table, "mod", (a, b) -> b == 0 ? 0 : a % b);
        operator(table, "and", (a, b) -> a & b);
        operator(table, "or", (a, b) -> a | b);
        operator(table, "xor", (a, b) -> a ^ b);
        unary(table, "cpl", a -> ~a);
        unary(table, "neg", a -> -a);
        test(table, "bool", a -> a != 0);
        test(table, "not", a -> a == 0);
        test(table, "odd", a -> (a & 1) != 0);
        test(table, "even", a -> (a & 1) == 0);
    }

    private static void operator(ConverterTable table, String name, LongBinaryOperator operator) {
        table.converter(name)
                .turns(SINT, SINT)
                .takes(required("value", ArgumentType.TEXT))
                .compiledBy(
                        arguments -> {
                            Operand operand = Operand.integer(arguments, 0);
                            return (context, value) -> {
                                Value right = operand.value(context, SINT);
                                return right == null
                                        ? null
                                        : Value.of(
                                                operator.applyAsLong(number(value), number(right)));
                            };
                        });
    }

    private static void unary(ConverterTable table, String name, LongUnaryOperator operator) {
        table.converter(name)
                .turns(SINT, SINT)
                .as((_, value) -> Value.of(operator.applyAsLong(number(value))));
    }

    private static void test(ConverterTable table, String name, LongPredicate test) {
        table.converter(name)
                .turns(SINT, BOOL)
                .as((_, value) -> Value.of(test.test(number(value))));
    }

    /** The number in a sample already cast to an integer. */
    static long number(Value value) {
        return value instanceof Value.IntValue(long number) ? number : 0;
    }

    private static long add(long a, long b) {
        long sum = a + b;
        boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
        return overflow ? saturated(a > 0) : sum;
    }

    private static long subtract(long a, long b) {
        long difference = a - b;
        boolean overflow = ((a ^ b) & (a ^ difference)) < 0;
        return overflow ? saturated(a > 0) : difference;
    }

    private static long multiply(long a, long b) {
        long high = Math.multiplyHigh(a, b);
        long low = a * b;
        boolean fits = high == (low >> 63);
        return fits ? low : saturated((a < 0) == (b < 0));
    }

    private static long divide(long a, long b) {
        if (b == 0) {
            return Long.MAX_VALUE;
        }
        return b == -1 && a == Long.MIN_VALUE ? Long.MAX_VALUE : a / b;
    }

    private static long saturated(boolean positive) {
        return positive ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
}
