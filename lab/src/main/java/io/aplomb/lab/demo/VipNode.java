package io.aplomb.lab.demo;

import java.io.IOException;

/** A machine that may have the virtual address, and says who it is to whoever asks there. */
interface VipNode extends AutoCloseable {

    void powerOn() throws IOException;

    /** Everything ends without a word. */
    void powerOff() throws IOException, InterruptedException;

    /** An orderly end of VRRP, which hands the address over. */
    void shutDown() throws InterruptedException;

    @Override
    void close();
}
