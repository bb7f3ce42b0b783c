package io.aplomb.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A classic BPF program, which the kernel runs on what a socket would receive (bpf of the kernel's
 * Documentation/networking/filter.rst).
 *
 * @param steps in order; jumps count the steps to skip
 */
public record BpfProgram(List<Step> steps) {

    static final int SOL_SOCKET = 1;
    static final int SO_ATTACH_FILTER = 26;

    private static final int STEP_BYTES = 8;
    private static final int HEADER_BYTES = 16;

    private static final int LOAD_WORD = 0x20;
    private static final int LOAD_BYTE = 0x30;
    private static final int LOAD_HALF = 0x28;
    private static final int LOAD_BYTE_INDEXED = 0x50;
    private static final int LOAD_IPV4_HEADER_LENGTH = 0xb1;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int JUMP_IF_EQUAL_TO_INDEX = 0x1d;
    private static final int COPY_TO_INDEX = 0x07;
    private static final int RETURN = 0x06;
    private static final int WHOLE_PACKET = 0x0004_0000;

    /** A copy is kept. */
    public BpfProgram {
        steps = List.copyOf(steps);
    }

    /** {@code struct sock_filter}. */
    public record Step(int code, int ifTrue, int ifFalse, int operand) {}

    /** Lets nothing through. */
    public static BpfProgram nothing() {
        return new BpfProgram(List.of(new Step(RETURN, 0, 0, 0)));
    }

    /** Lets through the packets whose octet at an offset, counted after an IPv4 header, is it. */
    public static BpfProgram octetAfterIpv4Header(int offset, int value) {
        return new BpfProgram(
                List.of(
                        new Step(LOAD_IPV4_HEADER_LENGTH, 0, 0, 0),
                        new Step(LOAD_BYTE_INDEXED, 0, 0, offset),
                        new Step(JUMP_IF_EQUAL, 0, 1, value),
                        new Step(RETURN, 0, 0, WHOLE_PACKET),
                        new Step(RETURN, 0, 0, 0)));
    }

    /** Lets through the packets whose octet at an offset is it. */
    public static BpfProgram octet(int offset, int value) {
        return equality(LOAD_BYTE, offset, value);
    }

    /** Lets through the packets whose 16 bits at an offset, in network order, are these. */
    public static BpfProgram half(int offset, int value) {
        return equality(LOAD_HALF, offset, value);
    }

    private static BpfProgram equality(int load, int offset, int value) {
        return new BpfProgram(
                List.of(
                        new Step(load, 0, 0, offset),
                        new Step(JUMP_IF_EQUAL, 0, 1, value),
                        new Step(RETURN, 0, 0, WHOLE_PACKET),
                        new Step(RETURN, 0, 0, 0)));
    }

    /**
     * Lets through all packets but those of one kind, and those of another kind unless they have an
     * octet.
     *
     * @param kindOffset where 16 bits tell the kind; both kinds in network order
     * @param never the kind that does not pass
     * @param only the kind that passes if the octet at that offset is it
     */
    public static BpfProgram butKinds(
            int kindOffset, int never, int only, int octetOffset, int octet) {
        return new BpfProgram(
                List.of(
                        new Step(LOAD_HALF, 0, 0, kindOffset),
                        new Step(JUMP_IF_EQUAL, 4, 0, never),
                        new Step(JUMP_IF_EQUAL, 0, 2, only),
                        new Step(LOAD_BYTE, 0, 0, octetOffset),
                        new Step(JUMP_IF_EQUAL, 0, 1, octet),
                        new Step(RETURN, 0, 0, WHOLE_PACKET),
                        new Step(RETURN, 0, 0, 0)));
    }

    /**
     * A kind of packet of {@link #equalPairs}.
     *
     * @param kind the 32 bits that tell it, in network order
     * @param pairOffset where its two words of 32 bits are, one behind the other
     */
    public record Pair(int kind, int pairOffset) {}

    /**
     * Lets through packets of the kinds given whose two words are equal, and all of one kind.
     *
     * @param kindOffset where 32 bits tell the kind
     * @param free the kind that passes in any case, in network order
     */
    public static BpfProgram equalPairs(int kindOffset, int free, List<Pair> pairs) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(LOAD_WORD, 0, 0, kindOffset));
        steps.add(new Step(JUMP_IF_EQUAL, 0, 1, free));
        steps.add(new Step(RETURN, 0, 0, WHOLE_PACKET));
        for (Pair pair : pairs) {
            steps.add(new Step(JUMP_IF_EQUAL, 0, 6, pair.kind()));
            steps.add(new Step(LOAD_WORD, 0, 0, pair.pairOffset()));
            steps.add(new Step(COPY_TO_INDEX, 0, 0, 0));
            steps.add(new Step(LOAD_WORD, 0, 0, pair.pairOffset() + Integer.BYTES));
            steps.add(new Step(JUMP_IF_EQUAL_TO_INDEX, 0, 1, 0));
            steps.add(new Step(RETURN, 0, 0, WHOLE_PACKET));
            steps.add(new Step(RETURN, 0, 0, 0));
        }
        steps.add(new Step(RETURN, 0, 0, 0));
        return new BpfProgram(steps);
    }

    /** {@code struct sock_fprog}. */
    MemorySegment encode(Arena arena) {
        MemorySegment code = arena.allocate((long) STEP_BYTES * steps.size(), STEP_BYTES);
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            long at = (long) i * STEP_BYTES;
            code.set(JAVA_SHORT, at, (short) step.code());
            code.set(JAVA_BYTE, at + 2, (byte) step.ifTrue());
            code.set(JAVA_BYTE, at + 3, (byte) step.ifFalse());
            code.set(JAVA_INT, at + 4, step.operand());
        }
        MemorySegment program = arena.allocate(HEADER_BYTES, 8);
        program.set(JAVA_SHORT, 0, (short) steps.size());
        program.set(ADDRESS, 8, code);
        return program;
    }
}
