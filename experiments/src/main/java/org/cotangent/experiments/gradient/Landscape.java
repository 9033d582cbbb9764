package org.cotangent.experiments.gradient;

import org.cotangent.Tensor;
import org.cotangent.experiments.figure.Raster;

/** A function of two variables to descend on, with its gradient as one finds it on paper. */
enum Landscape {
    /** A long valley: (x^2 + 10 y^2) / 2, ten times as steep across as along. */
    VALLEY("f(x, y) = (x² + 10y²) / 2", new Raster.Extent(-4, 4, -3, 3)) {
        @Override
        Tensor height(Tensor x, Tensor y) {
            return x.square().add(y.square().mul(10)).div(2);
        }

        @Override
        double[] gradient(double x, double y) {
            return new double[] {x, 10 * y};
        }
    },

    /** The tutorial's waves: sin(x^2 + y^2). */
    RIPPLES("f(x, y) = sin(x² + y²)", new Raster.Extent(-3, 3, -3, 3)) {
        @Override
        Tensor height(Tensor x, Tensor y) {
            return x.square().add(y.square()).sin();
        }

        @Override
        double[] gradient(double x, double y) {
            double slope = 2 * Math.cos(x * x + y * y);
            return new double[] {slope * x, slope * y};
        }

        @Override
        double lowest() {
            return -1;
        }
    },

    /** A curved valley: (1 - x)^2 + 10 (y - x^2)^2, after Rosenbrock (1960), with 10 in the place of 100. */
    BANANA("f(x, y) = (1 - x)² + 10 (y - x²)²", new Raster.Extent(-2, 2, -1, 3)) {
        @Override
        Tensor height(Tensor x, Tensor y) {
            return x.rsub(1).square().add(y.sub(x.square()).square().mul(10));
        }

        @Override
        double[] gradient(double x, double y) {
            double across = y - x * x;
            return new double[] {-2 * (1 - x) - 40 * x * across, 20 * across};
        }
    },

    /** Two basins with a saddle between them: x^2/2 - y^2/2 + y^4/4. On the ridge y = 0 the gradient leads to the saddle. */
    SADDLE("f(x, y) = x²/2 - y²/2 + y⁴/4", new Raster.Extent(-2.5, 2.5, -1.8, 1.8)) {
        @Override
        Tensor height(Tensor x, Tensor y) {
            Tensor yy = y.square();
            return x.square().sub(yy).div(2).add(yy.square().div(4));
        }

        @Override
        double[] gradient(double x, double y) {
            return new double[] {x, y * y * y - y};
        }

        @Override
        double lowest() {
            return -0.25;
        }
    };

    private final String formula;
    private final Raster.Extent extent;

    Landscape(String formula, Raster.Extent extent) {
        this.formula = formula;
        this.extent = extent;
    }

    abstract Tensor height(Tensor x, Tensor y);

    /** Of the height by x and by y. */
    abstract double[] gradient(double x, double y);

    /** The least height there is. */
    double lowest() {
        return 0;
    }

    String formula() {
        return formula;
    }

    /** What a map of it shows. */
    Raster.Extent extent() {
        return extent;
    }
}
