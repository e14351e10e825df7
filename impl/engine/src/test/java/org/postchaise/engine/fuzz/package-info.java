/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The pieces and inputs that the fuzz targets share. A target is a class with Jazzer's entry point {@code fuzzerTestOneInput(byte[])}, in
 * the package of what it feeds; the build runs each for a moment, {@code -Pfuzz} as long as one likes.
 */
package org.postchaise.engine.fuzz;
