package io.aplomb.formats.haproxy.syntax;

import io.aplomb.base.SourcePosition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The nested {@code .if} blocks around the line being read: says whether the line counts. */
final class ConditionalBlocks {

    /** Nobody can follow more; a bound so that a hostile text cannot fill the memory. */
    static final int MAX_NESTED = 100;

    private enum State {
        /** The branch being read counts. */
        TAKEN,
        /** No branch has counted so far. */
        WAITING,
        /** A branch has counted before, or the block itself is inside one that does not. */
        OVER
    }

    private static final class Block {
        private final SourcePosition start;
        private State state;
        private boolean elseSeen;

        private Block(SourcePosition start, State state) {
            this.start = start;
            this.state = state;
        }
    }

    private final Deque<Block> blocks = new ArrayDeque<>();

    /** Whether the current line counts. */
    boolean active() {
        return blocks.isEmpty() || blocks.peek().state == State.TAKEN;
    }

    /** Whether the condition of an {@code .elif} here decides anything. */
    boolean elifMatters() {
        return !blocks.isEmpty() && blocks.peek().state == State.WAITING;
    }

    /** Opens a block. False when too many are open. */
    boolean open(SourcePosition start, boolean condition) {
        State state = !active() ? State.OVER : condition ? State.TAKEN : State.WAITING;
        blocks.push(new Block(start, state));
        return blocks.size() <= MAX_NESTED;
    }

    /** Continues with {@code .elif}; gives what is wrong, if anything. */
    Optional<String> elseIf(boolean condition) {
        if (blocks.isEmpty()) {
            return Optional.of("lone '.elif' with no matching '.if'");
        }
        Block block = blocks.element();
        if (block.elseSeen) {
            return Optional.of("'.elif' after '.else' is not permitted");
        }
        advance(block, condition);
        return Optional.empty();
    }

    /** Continues with {@code .else}; gives what is wrong, if anything. */
    Optional<String> otherwise() {
        if (blocks.isEmpty()) {
            return Optional.of("lone '.else' with no matching '.if'");
        }
        Block block = blocks.element();
        if (block.elseSeen) {
            return Optional.of("'.else' after '.else' is not permitted");
        }
        block.elseSeen = true;
        advance(block, true);
        return Optional.empty();
    }

    private static void advance(Block block, boolean condition) {
        if (block.state == State.TAKEN) {
            block.state = State.OVER;
        } else if (block.state == State.WAITING && condition) {
            block.state = State.TAKEN;
        }
    }

    /** Closes a block; gives what is wrong, if anything. */
    Optional<String> close() {
        if (blocks.isEmpty()) {
            return Optional.of("lone '.endif' with no matching '.if'");
        }
        blocks.pop();
        return Optional.empty();
    }

    /** Where the innermost block still open began. */
    Optional<SourcePosition> unclosed() {
        return Optional.ofNullable(blocks.peek()).map(block -> block.start);
    }
}
