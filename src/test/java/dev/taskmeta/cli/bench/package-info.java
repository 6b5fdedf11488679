/** Tests of what {@code taskmeta bench} measures with. */
@NullMarked
package dev.taskmeta.cli.bench;

import org.jspecify.annotations.NullMarked;
