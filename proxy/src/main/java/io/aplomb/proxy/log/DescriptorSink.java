package io.aplomb.proxy.log;

import io.aplomb.linux.Descriptors;
import io.aplomb.linux.SystemCallException;
import java.io.IOException;

/** {@code stdout}, {@code stderr} or an inherited descriptor, which is left open. */
final class DescriptorSink implements LogSink {

    private final int descriptor;

    DescriptorSink(int descriptor) {
        this.descriptor = descriptor;
    }

    @Override
    public void send(byte[] line) throws IOException {
        try {
            Descriptors.write(descriptor, line);
        } catch (SystemCallException e) {
            throw new IOException("descriptor " + descriptor + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        // It was there before and belongs to whoever gave it.
    }
}
