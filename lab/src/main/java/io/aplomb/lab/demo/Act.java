package io.aplomb.lab.demo;

import java.io.IOException;

/** One thing that happens to the platform, with what must be true of it afterwards. */
interface Act {

    /** What is about to be done, in plain words. */
    String title();

    /**
     * Does it, waits for the platform's reaction, tells the story.
     *
     * @return whether everything was as it must be
     */
    boolean play(Stage stage, Traffic traffic, Sightings sightings, Story story)
            throws IOException, InterruptedException;
}
