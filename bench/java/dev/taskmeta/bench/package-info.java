/** What the benchmark kit runs beside {@code taskmeta bench}: peers on plain JDBC, and trials. */
@NullMarked
package dev.taskmeta.bench;

import org.jspecify.annotations.NullMarked;
