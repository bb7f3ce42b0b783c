package io.aplomb.control.store;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Registers by name: {@code NAME=VALUE} writes, {@code NAME:OLD>NEW} compares and sets, {@code
 * NAME?} reads, {@code NAME+} counts. The reply is the value before, or for a comparison {@code
 * true} or {@code false}. Nothing is {@code ""}.
 */
final class RegisterMachine implements ReplicatedMachine {
    private final Map<String, String> registers = new TreeMap<>();
    private long applied;

    @Override
    public synchronized Applied apply(long term, long index, byte[] command) {
        applied++;
        return new Applied(
                apply(new String(command, StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8));
    }

    private String apply(String command) {
        int at = indexOfAny(command, "=:?+");
        String name = command.substring(0, at);
        String rest = command.substring(at + 1);
        String before = registers.getOrDefault(name, "");
        return switch (command.charAt(at)) {
            case '=' -> {
                registers.put(name, rest);
                yield before;
            }
            case ':' -> {
                int arrow = rest.indexOf('>');
                boolean equal = before.equals(rest.substring(0, arrow));
                if (equal) {
                    registers.put(name, rest.substring(arrow + 1));
                }
                yield Boolean.toString(equal);
            }
            case '+' -> {
                registers.put(
                        name, Long.toString(before.isEmpty() ? 1 : Long.parseLong(before) + 1));
                yield before;
            }
            default -> before;
        };
    }

    private static int indexOfAny(String text, String letters) {
        for (int i = 0; i < text.length(); i++) {
            if (letters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("no command: " + text);
    }

    synchronized String get(String name) {
        return registers.getOrDefault(name, "");
    }

    /** How many commands this machine has applied since it was made. */
    synchronized long applied() {
        return applied;
    }

    synchronized Map<String, String> all() {
        return Map.copyOf(registers);
    }

    @Override
    public synchronized byte[] snapshot() {
        StringBuilder out = new StringBuilder();
        registers.forEach((name, value) -> out.append(name).append('=').append(value).append('\n'));
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void restore(byte[] snapshot) {
        registers.clear();
        new String(snapshot, StandardCharsets.UTF_8)
                .lines()
                .forEach(
                        line -> {
                            int at = line.indexOf('=');
                            registers.put(line.substring(0, at), line.substring(at + 1));
                        });
    }
}
