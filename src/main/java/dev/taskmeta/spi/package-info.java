/**
 * For authors of other stores: a {@link dev.taskmeta.spi.ResultBackendProvider} found by {@link
 * java.util.ServiceLoader} opens a {@link dev.taskmeta.spi.ResultStore} for its URL schemes.
 */
@NullMarked
package dev.taskmeta.spi;

import org.jspecify.annotations.NullMarked;
