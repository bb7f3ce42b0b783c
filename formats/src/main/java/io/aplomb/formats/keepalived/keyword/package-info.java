/** Every keyword of keepalived.conf, and what this program does with it. */
@NullMarked
package io.aplomb.formats.keepalived.keyword;

import org.jspecify.annotations.NullMarked;
