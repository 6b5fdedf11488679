/** Tests of what the package shows to nobody else. */
@NullMarked
package dev.taskmeta.internal.database;

import org.jspecify.annotations.NullMarked;
