/** What tests share: virtual clock, seeded forAll, scripted clients and servers. Never shipped. */
@NullMarked
package io.aplomb.testkit;

import org.jspecify.annotations.NullMarked;
