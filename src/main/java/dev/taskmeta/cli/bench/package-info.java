/** Measures a backend: what {@code taskmeta bench} does, on the public API only. */
@NullMarked
package dev.taskmeta.cli.bench;

import org.jspecify.annotations.NullMarked;
