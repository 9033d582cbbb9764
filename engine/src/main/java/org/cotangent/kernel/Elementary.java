package org.cotangent.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Recipes for the elementary functions: straight lines of machine operations, the same for float32 and float64.
 *
 * <p>Each function first brings its argument into a short interval (Cody and Waite, <i>Software Manual for the
 * Elementary Functions</i>, 1980), evaluates a polynomial there and puts the result together by integer work on
 * exponents. Nothing branches, so a SIMD backend turns a recipe into one loop. The polynomials are our own: minimax fits
 * by the Remez exchange in 60 digits, weighted so that the error relative to the function is level, the coefficients
 * then rounded one after another to the type with a refit of the rest.
 *
 * <p>Errors are in units in the last place (ulp) of the exact result: the largest found among 250 million arguments in
 * float32 (every seventeenth number; pow: 100 million pairs, atan2: fewer) and 10 to 150 thousand in float64. A NaN gives NaN
 * unless it is said otherwise.
 */
public final class Elementary {
    // Constants come in pairs {float32, float64}; number() picks one. Sums such as LN2_HIGH + LN2_LOW carry a number
    // beyond the precision of the type.
    private static final double[] LOG2_E = {1.4426950216293335, 1.4426950408889634};
    private static final double[] LOG2_E_REST = {1.925963033500011e-08, 2.0355273740931033e-17};
    private static final double[] LOG10_E = {0.4342944920063019, 0.4342944819032518};
    private static final double[] LOG10_E_REST = {-1.0103049952192578e-08, 1.098319650216765e-17};
    private static final double[] LOG10_2_HIGH = {0.30103302001953125, 0.30102999566395283};
    private static final double[] LOG10_2_LOW = {-3.024355464731343e-06, 2.8363394551044964e-14};
    private static final double[] LN2_FULL = {0.6931471824645996, 0.6931471805599453};
    private static final double[] LN2_FULL_REST = {-1.9046542121259336e-09, 2.3190468138462996e-17};
    // The high part has so few bits that its product with any exponent is exact.
    private static final double[] LN2_HIGH = {0.693145751953125, 0.6931471805598903};
    private static final double[] LN2_LOW = {1.428606765330187e-06, 5.497923018708371e-14};

    // e^r = 1 + r + r^2 q(r), |r| <= ln(2)/2
    private static final double[][] EXP = {
        {1.3823215e-03, 8.368824e-03, 4.166824e-02, 1.666652e-01, 4.9999994e-01},
        {
            2.5003446372812766e-08, 2.763054561453453e-07, 2.7557576394591995e-06, 2.4801492242544806e-05,
            0.00019841269516927923, 0.0013888888944493445, 0.008333333333490078, 0.04166666666652663,
            0.1666666666666642, 0.5000000000000011
        }
    };
    // The same with the error level relative to e^r - 1.
    private static final double[][] EXPM1 = {
        {1.9788578e-04, 1.3934966e-03, 8.333525e-03, 4.1666467e-02, 1.6666666e-01, 5.0e-01},
        {
            1.7317640228845845e-09, 2.5105413082078632e-08, 2.7569264377622415e-07, 2.7557254848475177e-06,
            2.4801572743666925e-05, 0.00019841269875366539, 0.0013888888896688087, 0.008333333333325914,
            0.0416666666666494, 0.1666666666666667, 0.5000000000000001
        }
    };
    // 2^r = 1 + r q(r), |r| <= 1/2
    private static final double[][] EXP2 = {
        {1.3684168e-05, 1.545512e-04, 1.3340251e-03, 9.61808e-03, 5.550403e-02, 2.402265e-01, 6.931472e-01},
        {
            2.6766828443959e-11, 4.466304561261205e-10, 7.054153881789804e-09, 1.0177980837618206e-07,
            1.3215488774811189e-06, 1.5252734047353728e-05, 0.00015403530391040407, 0.0013333558146155005,
            0.009618129107629656, 0.055504108664822964, 0.2402265069591007, 0.6931471805599453
        }
    };
    // sinh(x) = x + x^3 q(x^2), |x| <= 1
    private static final double[][] SINH = {
        {2.79e-06, 1.9841664e-04, 8.333315e-03, 1.6666667e-01},
        {
            7.765919584163889e-13, 1.605699988324018e-10, 2.505212686281405e-08, 2.7557319130348984e-06,
            0.0001984126984153125, 0.00833333333333297, 0.16666666666666669
        }
    };
    // tanh(x) = x + x^3 q(x^2), |x| <= 0.4
    private static final double[][] TANH = {
        {1.8744056e-02, -5.3561937e-02, 1.3331214e-01, -3.3333299e-01},
        {
            -0.00017459214629014512, 0.0005695582920530482, -0.0014521342090568042, 0.0035917199274113118,
            -0.0088632076258534027, 0.021869487379691198, -0.05396825394107818, 0.13333333333301973, -0.3333333333333321
        }
    };
    // float32: log(1 + f) = f - f^2/2 + f^3 q(f);  float64: 2 atanh(s) = 2 s + s z q(z), z = s^2
    private static final double[][] LOG = {
        {
            -7.6373525e-02, 1.2762718e-01, -1.3159499e-01, 1.4201503e-01, -1.6623412e-01, 2.0001245e-01,
            -2.500082e-01, 3.333333e-01
        },
        {
            0.14795585479938242, 0.15314089597783462, 0.18183562668926478, 0.22222198608401325, 0.2857142874199909,
            0.39999999999416735, 0.6666666666666734
        }
    };
    // 2 atanh(s/2) = s (1 + z (1/12 + z q(z))), z = s^2
    private static final double[][] LOG_LONG = {
        {9.535045e-05, 4.3322388e-04, 2.2321842e-03, 1.2499999e-02},
        {
            1.0067937711980081e-06, 4.045662109391258e-06, 1.878266240056632e-05, 8.877824400568467e-05,
            0.0004340277835913646, 0.002232142857039041, 0.012500000000000705
        }
    };
    private static final double[] TWELFTH = {0.0833333358168602, 0.08333333333333333};
    private static final double[] TWELFTH_REST = {-2.4835269396561444e-09, 4.625929269271485e-18};
    // sin(r) = r + r^3 q(r^2), cos(r) = 1 - r^2/2 + r^4 q(r^2), |r| <= pi/4
    private static final double[][] SIN = {
        {-1.9505147e-04, 8.332093e-03, -1.6666654e-01},
        {
            1.5889717505682518e-10, -2.5050636664905144e-08, 2.755731292187157e-06, -0.00019841269827609582,
            0.008333333333319703, -0.1666666666666662
        }
    };
    private static final double[][] COS = {
        {2.4413832e-05, -1.388714e-03, 4.166664e-02},
        {
            -1.1354102891523324e-11, 2.087561582478049e-09, -2.755731355983256e-07, 2.4801587286734775e-05,
            -0.0013888888888869725, 0.041666666666666574
        }
    };
    // tan(r) = r + r^3 q(r^2), |r| <= pi/4 and a little more
    private static final double[][] TAN = {
        {4.7275443e-03, -6.271723e-04, 1.1404671e-02, 2.1061342e-02, 5.4103002e-02, 1.3332279e-01, 3.333336e-01},
        {
            1.1298976307487528e-05, -3.116936100240302e-05, 6.287955437068077e-05, -4.3093675214365826e-05,
            8.13504652831899e-05, 7.561562842924987e-05, 0.0002469311273573861, 0.0005879505767903973,
            0.0014562332785420784, 0.0035920737944762854, 0.008863240581405323, 0.02186948823088363,
            0.05396825397920596, 0.13333333333313477, 0.3333333333333346
        }
    };
    // asin(x) = x + x^3 q(x^2), |x| <= 1/2
    private static final double[][] ASIN = {
        {4.215906e-02, 2.4184493e-02, 4.5469176e-02, 7.4953094e-02, 1.6666752e-01},
        {
            0.031917175205188324, -0.01623120380484334, 0.019532554229783183, 0.006526463772570709,
            0.01216954694151298, 0.013885186821919256, 0.017359709405930814, 0.022371757764713875,
            0.030381959147751648, 0.044642856828102165, 0.07500000000337229, 0.16666666666665408
        }
    };
    // atan(x) = x + x^3 q(x^2), |x| <= 1
    private static final double[][] ATAN = {
        {
            -1.7911462e-03, 1.0903145e-02, -3.1155571e-02, 5.7934023e-02, -8.401979e-02, 1.09516375e-01,
            -1.4264125e-01, 1.9998536e-01, -3.33333e-01
        },
        {
            1.3212156676193332e-05, -0.00015203252130838258, 0.0008307316020276263, -0.002883251089399816,
            0.007193266041606679, -0.01389598089553389, 0.02197997122655376, -0.029899855540909268,
            0.03663935798679344, -0.04219051687493443, 0.047222726438042845, -0.05253503546514856,
            0.05880524321542323, -0.06666403442684414, 0.07692279759416605, -0.09090906995601351,
            0.11111111006564173, -0.14285714282557144, 0.19999999999951085, -0.33333333333333065
        }
    };
    // erf(x) = x (c + q(x^2)) with c the first of TWO_OVER_ROOT_PI, |x| <= 0.84
    private static final double[][] ERF = {
        {
            8.9576206e-05, -8.270046e-04, 5.2113757e-03, -2.6863271e-02, 1.1283761e-01, -3.7612638e-01,
            -5.8635382771399236e-08
        },
        {
            -8.90168426188832e-10, 1.4213845918046836e-08, -1.630443518279407e-07, 1.6458037798140489e-06,
            -1.4925470676256073e-05, 0.00012055327686855197, -0.0008548326920740985, 0.005223977624182723,
            -0.02686617064504088, 0.11283791670954799, -0.3761263890318375, 1.533545961316588e-17
        }
    };
    private static final double[] TWO_OVER_ROOT_PI = {1.128379225730896, 1.1283791670955126};
    // erfc(x) e^(x^2) = q((x - c) / (x + c)) / (x + c), x >= 0, with c = ERFC_CENTRE
    private static final double[][] ERFC = {
        {
            -3.2186913e-04, -4.783063e-04, 3.0777962e-03, -1.2313223e-03, -2.6839238e-02, 1.1953075e-01,
            -3.1046608e-01, 5.902281e-01, -8.833945e-01, 1.0740069e+00
        },
        {
            8.042998269074288e-10, -9.897026796942198e-10, -1.528401155902752e-08, 4.322114754251998e-09,
            1.2471157712739345e-07, -8.00267921472943e-08, -8.474802543063074e-07, 1.4274447618324974e-06,
            4.69557688645183e-06, -1.8862320028159497e-05, -3.6357573040747758e-06, 0.00017681321631625923,
            -0.00045505250560298115, -0.00028095893459487424, 0.006112055622361507, -0.026370053333118853,
            0.07638151491303422, -0.17401093724034736, 0.3308515878777815, -0.5408538313132242, 0.7732087022652437,
            -0.9765487290808821, 1.095995661000491
        }
    };
    private static final double[] ERFC_CENTRE = {3, 4};
    // Phi(-y) e^(y^2 / 2) = q((y - c) / (y + c)) / (y + c), y >= 0, with c = PHI_CENTRE
    private static final double[][] PHI_TAIL = {
        {
            -3.193276e-05, -1.8966148e-04, 1.7983587e-04, 1.6129424e-03, -3.5044136e-03, -7.5367186e-03,
            6.040223e-02, -1.865222e-01, 3.8713688e-01, -6.078966e-01, 7.5528514e-01
        },
        {
            -2.6672244961418077e-10, 1.5287588979473805e-09, 7.898296293453511e-09, -8.603309059148033e-09,
            -6.609033265234782e-08, 4.130235528534093e-08, 4.33100490802584e-07, -3.3586092004660846e-07,
            -2.769166208003532e-06, 3.980537892985287e-06, 1.6681158195619668e-05, -4.976270122606759e-05,
            -5.9375713720643384e-05, 0.0005448990423713862, -0.0007978694000226233, -0.0029933767677987827,
            0.020795066799860304, -0.06911863870649085, 0.16502036617040286, -0.3135331566712992, 0.4953056159699753,
            -0.6653825028900567, 0.769193049750063
        }
    };
    private static final double[] PHI_CENTRE = {4, 5};
    private static final double[] ONE_OVER_ROOT_TWO_PI = {0.3989422917366028, 0.3989422804014327};
    // The normal distribution function: Phi(x) = 1/2 + x q(x^2), |x| <= 0.7
    private static final double[][] PHI = {
        {1.0612665e-04, -1.1848942e-03, 9.973773e-03, -6.649052e-02, 3.989423e-01},
        {
            2.018507281930114e-09, -4.097282936657208e-08, 6.658286990161369e-07, -9.444609292499536e-06,
            0.00011543467798569742, -0.0011873282142950254, 0.009973557009954052, -0.06649038006690272,
            0.39894228040143265
        }
    };
    // erfinv(x) / x = c + w q(w - 5/2) for float32, c + w q(w - 25/8) for float64, with c = sqrt(pi)/2, where
    // w = -ln(1 - x^2) is up to 5 or 25/4
    private static final double[][] ERFINV_CENTRE = {
        {
            -8.756576e-09, 4.5362395e-08, 3.5222678e-07, -4.346485e-06, 5.9056324e-06, 2.0359477e-04, -1.761734e-03,
            2.269244e-04, 2.4607298e-01
        },
        {
            -2.658121794919351e-22, 4.048168448783831e-21, 1.784368546073318e-21, -3.542390237862297e-19,
            1.8594192345241716e-18, 9.732089091151987e-18, -1.5474761733562023e-16, 4.4374115996722315e-16,
            5.1555076650962935e-15, -5.612713849204099e-14, 9.45452039511637e-14, 2.3350512404751535e-12,
            -2.0275271199957627e-11, 9.217270611753527e-12, 1.0224177791837368e-09, -7.307716189646997e-09,
            -6.2337751741129775e-09, 4.4295936452063316e-07, -2.7497171934014073e-06, -5.289657164802642e-06,
            0.0002032643866619299, -0.001375903742473091, -0.0017339716761990353, 0.24557684391371032
        }
    };
    private static final double[] HALF_ROOT_PI = {0.8862269520759583, 0.886226925452758};
    private static final double[] HALF_ROOT_PI_REST = {-2.6623199644859596e-08, -3.8332932499128993e-17};
    // erfinv(x) / x = s + q(s - 25/8) for float32, s + q(s - 13/4) for float64 up to s = 4, with s = sqrt(w)
    private static final double[][] ERFINV_MIDDLE = {
        {
            1.2428852e-04, -1.7638988e-04, -3.1562088e-04, 1.314426e-03, -2.5247114e-03, 3.7799873e-03,
            -5.3003784e-03, 7.0492914e-03, 3.7186733e-03, -1.6667987e-01
        },
        {
            -1.6176933525836732e-08, 6.579525298441306e-10, 1.3391467922520938e-07, -2.7124822617925506e-07,
            -3.023539026089481e-08, 1.4986134681984442e-06, -3.984095740143232e-06, 2.9257837889408614e-06,
            1.2464439769834785e-05, -4.731900123497058e-05, 6.828724735525031e-05, 2.403126005833952e-05,
            -0.0003550378306433464, 0.000953289363462149, -0.0016882755342645809, 0.0024914420969919795,
            -0.0037512085082625404, 0.005370914553571724, 0.005258967694165737, -0.16611438950777938
        }
    };
    // float64, s beyond 4: erfinv(x) / x = s + q(s - 5)
    private static final double[] ERFINV_TAIL = {
        3.740738233043105e-11, -2.6018669614167754e-11, -4.1533703323762104e-10, 1.5032025632617621e-09,
        -3.508210196960394e-09, 7.623173813614758e-09, -1.522300648703556e-08, 2.91413475065725e-08,
        -6.757179681379459e-08, 2.2900809650287217e-07, -9.93025182531401e-07, 4.526061706051028e-06,
        -1.9681771279417483e-05, 7.59952771501695e-05, -0.00021503011979393894, -0.00013871931834240459,
        0.01030046486454482, -0.1500935985914159
    };
    // lgamma(2 + t) = t (t + 1) q(t), |t| <= 1
    private static final double[][] LGAMMA = {
        {
            -8.454408e-06, 1.6961929e-05, -1.1269164e-05, 2.7846649e-05, -8.672728e-05, 1.8634653e-04,
            -4.0501027e-04, 9.161473e-04, -2.108046e-03, 4.9978457e-03, -1.238423e-02, 3.296515e-02, -1.003173e-01,
            4.2278433e-01
        },
        {
            3.774600442019962e-10, -8.168233885546834e-10, -1.048577119394822e-09, 2.4541584243410957e-09,
            3.8182183285078426e-09, -8.90432039370499e-09, 1.3740997853598095e-09, -8.738177603990385e-10,
            2.3546594194383853e-08, -5.193317923535362e-08, 8.982342209183681e-08, -1.862186024874166e-07,
            4.040983998411521e-07, -8.554313789819943e-07, 1.808106667015495e-06, -3.846534704350154e-06,
            8.222145244051289e-06, -1.766184968979556e-05, 3.816890666141161e-05, -8.309510105246306e-05,
            0.00018255263562701865, -0.00040570739980275465, 0.0009153769226383974, -0.0021081308338390193,
            0.004998641164674108, -0.012384192193373993, 0.032965000621156454, -0.1003173016743539,
            0.42278433509846713
        }
    };
    // lgamma(y) = (y - 1/2) ln y - y + ln(2 pi) / 2 + q(1 / y^2) / y, y >= 3
    private static final double[][] STIRLING = {
        {6.7925313e-04, -2.7699373e-03, 8.3333164e-02},
        {
            -0.04370398423440591, 0.03717786057714698, -0.016258777545355207, 0.005446312854047019,
            -0.001867008287089343, 0.0008399315079718207, -0.0005951954506423491, 0.0007936501935010192,
            -0.0027777777733926394, 0.08333333333332149
        }
    };
    private static final double HALF_LN_2_PI = 0.9189385332046728;
    // digamma(2 + t) = (2 + t - root) q(t), |t| <= 1
    private static final double[][] DIGAMMA = {
        {
            -1.1248407e-04, 2.1506788e-04, -4.8786944e-05, 1.3126335e-04, -7.672761e-04, 1.5003287e-03,
            -2.7035244e-03, 5.505722e-03, -1.1345393e-02, 2.3453541e-02, -4.955046e-02, 1.0899978e-01,
            -2.6073897e-01, 7.853075e-01
        },
        {
            2.0504349210112013e-09, -5.542158279524891e-09, -4.90615282465661e-09, 2.1056221216194907e-08,
            1.4249022028445047e-08, -6.81289174599292e-08, 1.7560511286347214e-08, 4.829993895119456e-08,
            6.976946452049462e-08, -2.563348990373322e-07, 3.49078133199812e-07, -5.835731398979003e-07,
            1.283208432768819e-06, -2.647742385049058e-06, 5.236663271017424e-06, -1.0434888968433456e-05,
            2.0901878465066313e-05, -4.1848174659089305e-05, 8.37774518343669e-05, -0.00016781476117154739,
            0.0003364326895065813, -0.0006753134324313752, 0.0013581421645577482, -0.0027395728773401008,
            0.005552254172230684, -0.011338432553645318, 0.023447309597742376, -0.04955103291766489,
            0.10899991701762456, -0.26073895468300146, 0.7853075386041053
        }
    };
    private static final double[] DIGAMMA_ROOT = {1.4616321325302124, 1.4616321449683622};
    private static final double[] DIGAMMA_ROOT_REST = {1.243815006546356e-08, 9.549995429965697e-17};
    // digamma(y) = ln(y - 1/2) + w q(w), w = 1 / (y - 1/2)^2, y >= 3
    private static final double[][] DIGAMMA_LARGE = {
        {-2.333328e-03, 3.6331562e-03, -7.280677e-03, 4.1666474e-02},
        {
            -4.004832144047441, 4.854679528528741, -2.7717653493111873, 1.02105451721982, -0.2886082292321813,
            0.0738576733450804, -0.020647277037387907, 0.00754677368869413, -0.004133807127682444,
            0.003844241987573445, -0.007291666639045419, 0.04166666666659787
        }
    };
    // sin(pi g) / pi = g + g^3 q(g^2), |g| <= 1/2
    private static final double[][] SIN_PI = {
        {-2.22797e-03, 2.6111428e-02, -1.9074652e-01, 8.1174207e-01, -1.644934e+00},
        {
            2.451716338823467e-07, -6.9722559412731405e-06, 0.0001484279121084961, -0.0023460809123914913,
            0.026147847807845608, -0.19075182412167005, 0.8117424252833461, -1.6449340668482264
        }
    };
    private static final double[][] HALF_PI = {
        {1.5707963705062866, -4.371138828673793e-08, -1.7151245100058819e-15},
        {1.5707963267948966, 6.123233995736766e-17, -1.4973849048591698e-33}
    };

    private Elementary() {}

    // ---- the type's numbers ----

    private static double number(Expr x, double[] pair) {
        return pair[x.isSingle() ? 0 : 1];
    }

    private static double[] coefficients(Expr x, double[][] pair) {
        return pair[x.isSingle() ? 0 : 1];
    }

    /** Bits of the stored mantissa. */
    private static int mantissa(Expr x) {
        return x.isSingle() ? 23 : 52;
    }

    private static int bias(Expr x) {
        return x.isSingle() ? 127 : 1023;
    }

    /** Adding this rounds to the nearest integer, which then stands in the low bits. */
    private static double shifter(Expr x) {
        return x.isSingle() ? 0x1.8p23 : 0x1.8p52;
    }

    private static Expr bitsOf(Expr x, double number) {
        return x.constant(number).toBits();
    }

    private static Expr signBits(Expr x) {
        return x.toBits().bitsAnd(bitsOf(x, -0.0));
    }

    /** The bits of x turned where the sign bit of y is set: |x| with the sign of y if x was not negative. */
    private static Expr flipSign(Expr x, Expr y) {
        return x.toBits().bitsXor(signBits(y)).fromBits();
    }

    /** At least low; a NaN stays. Two operations where the machine's max, which must watch zeros and NaN, has five. */
    private static Expr atLeast(Expr x, double low) {
        Expr bound = x.constant(low);
        return x.less(bound).select(bound, x);
    }

    private static Expr atMost(Expr x, double high) {
        Expr bound = x.constant(high);
        return bound.less(x).select(bound, x);
    }

    /**
     * A polynomial in x as even part + x * odd part, each by Horner's scheme in x^2: as many multiply-adds as Horner's
     * scheme in x, but they wait for each other only half as long.
     */
    private static Expr split(Expr x, double... highestFirst) {
        int n = highestFirst.length;
        if (n < 3) {
            return x.polynomial(highestFirst);
        }
        double[] even = new double[(n + 1) / 2];
        double[] odd = new double[n / 2];
        for (int power = 0; power < n; power++) {
            double c = highestFirst[n - 1 - power];
            if (power % 2 == 0) {
                even[even.length - 1 - power / 2] = c;
            } else {
                odd[odd.length - 1 - power / 2] = c;
            }
        }
        Expr square = x.mul(x);
        return square.polynomial(odd).fma(x, square.polynomial(even));
    }

    // ---- exponential family ----

    /** An argument taken apart as k ln(2) + r + rest, with shifted = k + 2 bias + 1.5 * 2^mantissa. */
    private record Reduced(Expr shifted, Expr r) {
        static Reduced of(Expr x, int offset) {
            Expr shifted = x.fma(x.constant(number(x, LOG2_E)), shifter(x) + offset);
            Expr k = shifted.sub(shifter(x) + offset);
            Expr r = k.fma(x.constant(-number(x, LN2_FULL)), x); // exact
            return new Reduced(shifted, k.fma(x.constant(-number(x, LN2_FULL_REST)), r));
        }
    }

    /** 2^k as a product, so that a subnormal result is rounded but once; shifted is made with an offset of 2 bias. */
    private record Powers(Expr first, Expr second) {
        static Powers of(Expr shifted) {
            Expr both = shifted.toBits();
            Expr half = both.shiftRight(1);
            return new Powers(
                    half.shiftLeft(mantissa(shifted)).fromBits(),
                    both.bitsSub(half).shiftLeft(mantissa(shifted)).fromBits());
        }
    }

    /** 0 and infinity beyond the range: chosen last, so that the comparisons are not waited for. */
    private static Expr expBounds(Expr x, Expr result) {
        Expr notTiny = x.less(x.choose(-104.0, -746.0)).select(x.constant(0), result);
        return x.constant(x.choose(89.0, 710.0)).less(x).select(x.constant(Double.POSITIVE_INFINITY), notTiny);
    }

    /** e^x, nonsense where it overflows or underflows altogether. */
    private static Expr expWithin(Expr x) {
        Reduced reduced = Reduced.of(x, 2 * bias(x));
        Expr r = reduced.r;
        Expr e = r.mul(r).fma(split(r, coefficients(x, EXP)), r);
        Powers power = Powers.of(reduced.shifted);
        return power.first.fma(e, power.first).mul(power.second);
    }

    /**
     * The exponential function.
     *
     * <p>x = k ln 2 + r by Cody and Waite, e^r as r plus a polynomial of degree 6 (11 for float64), the power of two
     * in two factors so that subnormal results are rounded once. Error at most 1.06 ulp in float32, 0.98 in float64.
     *
     * @param x a number
     * @return e^x
     */
    public static Expr exp(Expr x) {
        return expBounds(x, expWithin(x));
    }

    /** A power of two from an exponent in the low bits of shifted, which was made with an offset of bias. */
    private static Expr power(Expr shifted) {
        return shifted.toBits().shiftLeft(mantissa(shifted)).fromBits();
    }

    /**
     * The hyperbolic tangent.
     *
     * <p>x + x^3 q(x^2) up to 0.4 (degree 9, 19), beyond that E / (E + 2), where E = e^2|x| - 1. Error at most 1.50 ulp in
     * float32 (all numbers), 1.70 in float64 (150 million of them).
     *
     * @param x a number
     * @return tanh x
     */
    public static Expr tanh(Expr x) {
        // With 2 |x| = k ln 2 + r and e = e^r - 1: E = 2^k e + (2^k - 1). What ln 2 lacks in one number costs 0.3 ulp.
        Expr y = x.abs();
        double offset = shifter(x) + bias(x);
        Expr shifted = y.fma(x.constant(2 * number(x, LOG2_E)), offset);
        Expr r = shifted.sub(offset).fma(x.constant(-number(x, LN2_FULL)), y.add(y));
        Expr e = r.mul(r).fma(split(r, coefficients(x, EXP)), r);
        Expr power = power(shifted);
        Expr grown = power.fma(e, power.sub(1));
        // near 0 three roundings would show
        Expr square = y.mul(y);
        Expr small = y.mul(square).fma(split(square, coefficients(x, TANH)), y);
        Expr large = x.constant(x.choose(9.5, 20.0)).less(y).select(x.constant(1), grown.div(grown.add(2)));
        return flipSign(y.less(0.4).select(small, large), x);
    }

    /**
     * The logistic function.
     *
     * <p>With e^-x as 2^-k (1 + e), as in exp, it is 2^k / ((2^k + 1) + e): no rounding of the exponential itself, no
     * overflow, and gradual underflow. Error at most 1.68 ulp in float32, 1.50 in float64.
     *
     * @param x a number
     * @return 1 / (1 + e^-x)
     */
    public static Expr sigmoid(Expr x) {
        // With -x = -k ln 2 + r: 1 / (1 + 2^-k e^r) = 2^k / ((1 + 2^k) + (e^r - 1)).
        double offset = shifter(x) + 2 * bias(x);
        Expr shifted = x.fma(x.constant(number(x, LOG2_E)), offset);
        Expr k = shifted.sub(offset);
        Expr r = k.fma(x.constant(number(x, LN2_FULL)), x.neg());
        r = k.fma(x.constant(number(x, LN2_FULL_REST)), r);
        Expr e = r.mul(r).fma(split(r, coefficients(x, EXP)), r);
        Powers power = Powers.of(shifted);
        Expr sum = power.first.fma(power.second, 1);
        Expr lost = power.first.fma(power.second, x.constant(1).sub(sum));
        Expr result = power.first.div(sum.add(e.add(lost))).mul(power.second);
        Expr notTiny = x.less(x.choose(-104.0, -746.0)).select(x.constant(0), result);
        return x.constant(x.choose(80.0, 700.0)).less(x).select(x.constant(1), notTiny);
    }

    /**
     * The power of two.
     *
     * <p>x = k + r exactly, 2^r by a polynomial of degree 7 (12). Exact for whole x. Error at most 1.23 ulp in
     * float32, 1.15 in float64.
     *
     * @param x a number
     * @return 2^x
     */
    public static Expr exp2(Expr x) {
        double offset = shifter(x) + 2 * bias(x);
        Expr shifted = x.add(offset);
        Expr r = x.sub(shifted.sub(offset));
        Powers power = Powers.of(shifted);
        Expr result = power.first.fma(r.mul(split(r, coefficients(x, EXP2))), power.first).mul(power.second);
        Expr notTiny = x.less(x.choose(-151.0, -1076.0)).select(x.constant(0), result);
        return x.constant(x.choose(129.0, 1025.0)).less(x).select(x.constant(Double.POSITIVE_INFINITY), notTiny);
    }

    /**
     * The exponential less one, accurate for small x.
     *
     * <p>As exp, with the polynomial (degree 7, 12) fitted to e^r - 1, and 2^k - 1 added. Error at most 1.49 ulp in
     * float32, 1.85 in float64.
     *
     * @param x a number
     * @return e^x - 1
     */
    public static Expr expm1(Expr x) {
        // Half of it is 2^(k-1) (e^r - 1) + (2^(k-1) - 1/2), which does not overflow before it must.
        Reduced reduced = Reduced.of(x, bias(x) - 1);
        Expr r = reduced.r;
        Expr e = r.mul(r).fma(split(r, coefficients(x, EXPM1)), r);
        Expr power = power(reduced.shifted);
        Expr half = power.fma(e, power.sub(0.5));
        Expr result = x.less(x.choose(-20.0, -40.0)).select(x.constant(-1), half.add(half));
        result = x.constant(x.choose(89.0, 710.0)).less(x).select(x.constant(Double.POSITIVE_INFINITY), result);
        return isTiny(x).select(x, result);
    }

    /** e^y = 4 (power + power e): a quarter, so that sinh and cosh overflow only where they must; 0 <= y. */
    private record Quarter(Expr power, Expr e) {
        static Quarter of(Expr y) {
            Reduced reduced = Reduced.of(y, bias(y) - 2);
            Expr r = reduced.r;
            return new Quarter(
                    Elementary.power(reduced.shifted), r.mul(r).fma(split(r, coefficients(y, EXP)), r));
        }

        /** e^-y / 4. */
        Expr inverse() {
            return e.constant(0.0625).div(power.fma(e, power));
        }
    }

    /**
     * The hyperbolic sine.
     *
     * <p>x + x^3 q(x^2) up to 1 (degree 9, 15), beyond that (e^|x| - e^-|x|) / 2 from one e^|x|. Error at most 1.23
     * ulp in float32, 1.07 in float64.
     *
     * @param x a number
     * @return sinh x
     */
    public static Expr sinh(Expr x) {
        Expr y = x.abs();
        Quarter quarter = Quarter.of(y);
        Expr half = quarter.power.add(quarter.power.fma(quarter.e, quarter.inverse().neg()));
        Expr square = y.mul(y);
        Expr small = y.mul(square).fma(split(square, coefficients(x, SINH)), y);
        return flipSign(y.less(1).select(small, hyperbolicBounds(y, half.add(half))), x);
    }

    /**
     * The hyperbolic cosine.
     *
     * <p>(e^|x| + e^-|x|) / 2 from one e^|x|. Error at most 1.28 ulp in float32, 1.04 in float64.
     *
     * @param x a number
     * @return cosh x
     */
    public static Expr cosh(Expr x) {
        Expr y = x.abs();
        Quarter quarter = Quarter.of(y);
        Expr half = quarter.power.add(quarter.power.fma(quarter.e, quarter.inverse()));
        return hyperbolicBounds(y, half.add(half));
    }

    private static Expr hyperbolicBounds(Expr y, Expr result) {
        return y.constant(y.choose(89.5, 710.5)).less(y).select(y.constant(Double.POSITIVE_INFINITY), result);
    }

    /**
     * A smooth maximum of x and 0 that neither overflows nor cancels: max(x, 0) + ln(1 + e^-|x|).
     *
     * <p>Error at most 1.71 ulp in float32, 1.43 in float64.
     *
     * @param x a number
     * @return ln(1 + e^x)
     */
    public static Expr softplus(Expr x) {
        // max(x, 0) + ln(1 + e^-|x|)
        Expr y = x.abs().neg();
        Expr zero = x.constant(0);
        Expr u = y.less(x.choose(-104.0, -746.0)).select(zero, expWithin(y));
        Expr above = x.constant(Math.sqrt(2) - 1).less(u);
        Expr f = above.select(u.mul(0.5).sub(0.5), u);
        Logarithm parts = new Logarithm(f.toBits(), above.select(x.constant(1), zero), f);
        return x.less(0).select(zero, x).add(parts.natural(parts.rest()));
    }

    // ---- logarithms ----

    /** x = 2^k (1 + f), 1 + f between sqrt(1/2) and sqrt(2), ln(1 + f) = f + rest; exponent is k unless x is tiny. */
    private record Logarithm(Expr exponent, Expr k, Expr f) {
        static Logarithm of(Expr x) {
            Expr tiny = x.less(x.choose(0x1p-126, 0x1p-1022));
            int lift = mantissa(x) + 1;
            Expr bits = tiny.select(x.mul(Math.scalb(1.0, lift)), x).toBits();
            Expr exponent = bits.bitsSub(bitsOf(x, Math.sqrt(0.5))).shiftRight(mantissa(x));
            Expr m = bits.bitsSub(exponent.shiftLeft(mantissa(x))).fromBits();
            Expr offset = tiny.select(x.constant(shifter(x) + lift), x.constant(shifter(x)));
            Expr k = exponent.bitsAdd(bitsOf(x, shifter(x))).fromBits().sub(offset);
            return new Logarithm(exponent, k, m.sub(1));
        }

        /** The parts of 1 + u, with f from u itself, so that nothing of a small u is lost. */
        static Logarithm ofOnePlus(Expr u) {
            Logarithm rough = of(u.add(1));
            // f = 2^-k (1 + u) - 1; four times the power, for it would underflow where u is near the overflow
            Expr power = bitsOf(u, 4).bitsSub(rough.exponent.shiftLeft(mantissa(u))).fromBits();
            Expr f = power.fma(u.mul(0.25), power.fma(u.constant(0.25), -1));
            return new Logarithm(rough.exponent, rough.k, f);
        }

        Expr rest() {
            double[] q = coefficients(f, LOG);
            Expr square = f.mul(f);
            if (f.isSingle()) {
                return square.mul(f.fma(split(f, q), -0.5));
            }
            // With s = f / (2 + f): f - (f^2/2 - s (f^2/2 + R(s^2))); the quotient's error touches only small terms.
            Expr s = f.div(f.add(2));
            Expr z = s.mul(s);
            Expr halfSquare = square.mul(0.5);
            return s.fma(z.fma(split(z, q), halfSquare), halfSquare.neg());
        }

        /** k ln 2 + f + rest. */
        Expr natural(Expr rest) {
            Expr small = f.add(k.fma(f.constant(number(f, LN2_LOW)), rest));
            return k.fma(f.constant(number(f, LN2_HIGH)), small);
        }
    }

    /**
     * The natural logarithm.
     *
     * <p>x = 2^k (1 + f) with 1 + f from sqrt(1/2) to sqrt(2); ln(1 + f) is a polynomial of degree 10 in f for
     * float32, and for float64 a series in s = f / (2 + f) to s^15, arranged (after Ng in fdlibm) so that the
     * quotient's error touches only small terms. Error at most 0.87 ulp in float32, 0.79 in float64.
     *
     * @param x a number
     * @return ln x
     */
    public static Expr log(Expr x) {
        Logarithm parts = Logarithm.of(x);
        return logSpecial(x, parts.natural(parts.rest()));
    }

    /**
     * The logarithm to base 2.
     *
     * <p>As log, times 1 / ln 2 in two parts. Exact for powers of two. Error at most 1.10 ulp in float32, 0.87 in
     * float64.
     *
     * @param x a number
     * @return log2 x
     */
    public static Expr log2(Expr x) {
        Logarithm parts = Logarithm.of(x);
        Expr f = parts.f;
        Expr factor = x.constant(number(x, LOG2_E));
        Expr small = f.fma(factor, parts.rest().fma(factor, f.mul(number(x, LOG2_E_REST))));
        return logSpecial(x, parts.k.add(small));
    }

    /**
     * The logarithm to base 10.
     *
     * <p>As log, times 1 / ln 10 in two parts. Error at most 0.97 ulp in float32, 0.85 in float64.
     *
     * @param x a number
     * @return log10 x
     */
    public static Expr log10(Expr x) {
        Logarithm parts = Logarithm.of(x);
        Expr f = parts.f;
        Expr factor = x.constant(number(x, LOG10_E));
        Expr low = parts.k.fma(x.constant(number(x, LOG10_2_LOW)), f.mul(number(x, LOG10_E_REST)));
        Expr small = f.fma(factor, parts.rest().fma(factor, low));
        return logSpecial(x, parts.k.fma(x.constant(number(x, LOG10_2_HIGH)), small));
    }

    /**
     * The logarithm of 1 + x, accurate for small x.
     *
     * <p>As log, with f computed from x rather than from the rounded 1 + x. Error at most 1.51 ulp in float32, 1.03
     * in float64.
     *
     * @param x a number
     * @return ln(1 + x)
     */
    public static Expr log1p(Expr x) {
        Logarithm parts = Logarithm.ofOnePlus(x);
        Expr result = logSpecial(x.add(1), parts.natural(parts.rest()));
        return isTiny(x).select(x, result);
    }

    /** Whether f(x) = x for every f with f(x) = x + O(x^2); also true for both zeros. */
    private static Expr isTiny(Expr x) {
        return x.abs().less(x.choose(0x1p-25, 0x1p-54));
    }

    /** -infinity at zero, NaN below, infinity at infinity. */
    private static Expr logSpecial(Expr x, Expr result) {
        Expr zero = x.constant(0);
        Expr pole = x.equal(zero).select(x.constant(Double.NEGATIVE_INFINITY), x.constant(Double.NaN));
        Expr positive = zero.less(x).select(result, pole);
        return x.less(Double.POSITIVE_INFINITY).select(positive, x);
    }

    /** ln(1 + u) where big is false and ln(2 + 2 u) where it is true; u is finite and not negative. */
    private static Expr logOfSum(Expr u, Expr big) {
        Logarithm parts = Logarithm.ofOnePlus(u);
        Expr k = parts.k.add(big.select(u.constant(1), u.constant(0)));
        return new Logarithm(parts.exponent, k, parts.f).natural(parts.rest());
    }

    /**
     * The inverse of the hyperbolic sine: log1p(|x| + x^2 / (1 + sqrt(x^2 + 1))), and ln(2 |x|) where x^2 would
     * overflow (Kahan).
     *
     * <p>Error at most 1.83 ulp in float32, 1.55 in float64.
     *
     * @param x a number
     * @return asinh x
     */
    public static Expr asinh(Expr x) {
        // ln(y + sqrt(y^2 + 1)) = ln(1 + (y + y^2 / (1 + sqrt(y^2 + 1)))), and ln(2 y) where y^2 would overflow
        Expr y = x.abs();
        Expr big = x.constant(x.choose(0x1p13, 0x1p28)).less(y);
        Expr square = y.mul(y);
        Expr sum = y.add(square.div(y.fma(y, 1).sqrt().add(1)));
        Expr result = logOfSum(big.select(y.sub(1), sum), big);
        Expr known = isTiny(x).select(y, result);
        return flipSign(y.less(Double.POSITIVE_INFINITY).select(known, y), x);
    }

    /**
     * The inverse of the hyperbolic cosine: log1p(t + sqrt(2 t + t^2)) with t = x - 1, and ln(2 x) where t^2 would
     * overflow (Kahan).
     *
     * <p>Error at most 2.02 ulp in float32, 1.90 in float64.
     *
     * @param x a number
     * @return acosh x, NaN below 1
     */
    public static Expr acosh(Expr x) {
        // With t = x - 1: ln(1 + t + sqrt(2 t + t^2)), and ln(2 x) where t^2 would overflow
        Expr t = x.sub(1);
        Expr big = x.constant(x.choose(0x1p13, 0x1p28)).less(x);
        Expr result = logOfSum(big.select(t, t.add(t.fma(t, t.add(t)).sqrt())), big);
        Expr domain = x.less(1).select(x.constant(Double.NaN), result);
        return x.less(Double.POSITIVE_INFINITY).select(domain, x);
    }

    /**
     * The inverse of the hyperbolic tangent.
     *
     * <p>The power of two is taken out of (1 + x) / (1 - x) before it is rounded, the rest is the series of log in s.
     * Error at most 1.68 ulp in float32, 1.62 in float64.
     *
     * @param x a number
     * @return atanh x, NaN beyond -1 and 1
     */
    public static Expr atanh(Expr x) {
        // (1 + y) / (1 - y) = 2^k (1 + s/2) / (1 - s/2), and half its logarithm is (k ln 2 + 2 atanh(s/2)) / 2
        Expr y = x.abs();
        Expr one = x.constant(1);
        Expr ratio = y.add(1).div(one.sub(y));
        Expr exponent = ratio.toBits().bitsSub(bitsOf(x, Math.sqrt(0.5))).shiftRight(mantissa(x));
        Expr power = exponent.shiftLeft(mantissa(x)).bitsAdd(bitsOf(x, 1)).fromBits();
        Expr minus = one.sub(power);
        Expr plus = one.add(power);
        // The same sums in the order in which they are exact: for large y the power is large and 1 - y exact.
        Expr small = y.less(0.5);
        Expr scaled = power.mul(one.sub(y));
        Expr numerator = small.select(plus.fma(y, minus), y.add(1).sub(scaled));
        Expr denominator = small.select(minus.fma(y, plus), y.add(1).add(scaled));
        Expr quotient = numerator.div(denominator);
        Expr s = quotient.add(quotient);
        Expr z = s.mul(s);
        Expr rest = s.mul(z).mul(z.fma(split(z, coefficients(x, LOG_LONG)), 1.0 / 12));
        Expr k = exponent.bitsAdd(bitsOf(x, shifter(x))).fromBits().sub(shifter(x));
        Expr half = new Logarithm(exponent, k, s).natural(rest).mul(0.5);
        Expr pole = y.equal(one).select(x.constant(Double.POSITIVE_INFINITY), x.constant(Double.NaN));
        Expr known = isTiny(x).select(y, half);
        return flipSign(y.less(one).select(known, pole), x);
    }

    // ---- powers ----

    /** A number as an unevaluated sum; low is at most half a unit in the last place of high. */
    private record Twofold(Expr high, Expr low) {
        /** Dekker's fast two-sum: exact if |a| is not less than |b|. */
        static Twofold sum(Expr a, Expr b) {
            Expr high = a.add(b);
            return new Twofold(high, a.sub(high).add(b));
        }

        Twofold times(Twofold other) {
            Expr product = high.mul(other.high);
            Expr error = high.fma(other.high, product.neg());
            return new Twofold(product, high.fma(other.low, low.fma(other.high, error)));
        }
    }

    /** ln x for x > 0 to about one and a half times the precision of the type. */
    private static Twofold logLong(Expr x) {
        Logarithm parts = Logarithm.of(x);
        Expr f = parts.f;
        Expr one = x.constant(1);
        // s = 2 f / (2 + f) with the error of the denominator and of the quotient
        Expr m = f.add(1);
        Expr d = m.add(1);
        Expr dLow = one.sub(d).add(m);
        Expr inverse = x.constant(2).div(d);
        Expr sHigh = f.mul(inverse);
        Expr halfS = sHigh.mul(-0.5);
        Expr remainder = halfS.fma(dLow, halfS.fma(d, f));
        Twofold s = new Twofold(sHigh, remainder.mul(inverse));
        Expr zHigh = sHigh.mul(sHigh);
        Expr zLow = sHigh.add(sHigh).fma(s.low, sHigh.fma(sHigh, zHigh.neg()));
        Twofold z = new Twofold(zHigh, zLow);
        Expr tail = zHigh.mul(split(zHigh, coefficients(x, LOG_LONG)));
        Expr twelfth = x.constant(number(x, TWELFTH));
        Expr vHigh = twelfth.add(tail);
        Expr vLow = twelfth.sub(vHigh).add(tail).add(number(x, TWELFTH_REST));
        Twofold t = s.times(z.times(new Twofold(vHigh, vLow)));
        Twofold w = Twofold.sum(s.high, t.high);
        Expr wLow = w.low.add(s.low.add(t.low));
        Twofold h = Twofold.sum(parts.k.mul(number(x, LN2_HIGH)), w.high);
        Expr low = h.low.add(parts.k.fma(x.constant(number(x, LN2_LOW)), wLow));
        return Twofold.sum(h.high, low);
    }

    /** e^(high + low), rounded but once for all that matters, and so exact where the result is a number of the type. */
    private static Expr expLong(Expr high, Expr low) {
        double offset = shifter(high) + 2 * bias(high);
        Expr shifted = high.fma(high.constant(number(high, LOG2_E)), offset);
        Expr k = shifted.sub(offset);
        Expr rHigh = k.fma(high.constant(-number(high, LN2_FULL)), high);
        Expr rLow = k.fma(high.constant(-number(high, LN2_FULL_REST)), low);
        Twofold r = Twofold.sum(rHigh, rLow);
        Expr tail = r.high.mul(r.high).fma(split(r.high, coefficients(high, EXP)), r.low);
        Twofold p = Twofold.sum(high.constant(1), r.high);
        Expr sum = p.high.add(p.low.add(tail));
        Powers power = Powers.of(shifted);
        return expBounds(high, sum.mul(power.first).mul(power.second));
    }

    /**
     * The power function, with all the special cases of C's pow: pow(x, 0) = 1 and pow(1, y) = 1 even for NaN,
     * pow(-1, +-infinity) = 1, and a negative base takes a whole exponent.
     *
     * <p>|a| = 2^k m; ln m = 2 atanh((m - 1) / (m + 1)) in two numbers, about one and a half times the precision of
     * the type (after Tang and others), times b and through exp without a rounding between. Error at most 0.82 ulp in
     * float32, 0.68 in float64; a result that is a number of the type is exact.
     *
     * @param a the base
     * @param b the exponent
     * @return a^b
     */
    public static Expr pow(Expr a, Expr b) {
        Expr size = a.abs();
        Expr infinity = a.constant(Double.POSITIVE_INFINITY);
        Expr zero = a.constant(0);
        Expr one = a.constant(1);
        // An infinite exponent acts as a huge even one, and 0 * infinity does not arise where |a| = 1.
        double huge = a.choose(0x1p100, 0x1p1000);
        Expr y = atLeast(atMost(b, huge), -huge);
        Twofold log = logLong(size);
        Expr high = y.mul(log.high);
        Expr low = y.fma(log.low, y.fma(log.high, high.neg()));
        Expr result = expLong(high, low);
        // Half the exponent less its nearest integer is 0 for even, 1/2 for odd exponents.
        Expr yAbs = y.abs();
        double even = a.choose(0x1p24, 0x1p53);
        Expr half = yAbs.less(even).select(yAbs, zero).mul(0.5);
        double round = a.choose(0x1p23, 0x1p52);
        Expr fraction = half.sub(half.add(round).sub(round)).abs();
        Expr odd = fraction.equal(a.constant(0.5));
        Expr whole = odd.or(fraction.equal(zero));
        Expr nan = a.constant(Double.NaN);
        result = a.less(zero).and(whole.not()).select(nan, result);
        // A base of 0 or infinity gives 0 or infinity; the integer difference swaps the two.
        Expr swapped = bitsOf(a, Double.POSITIVE_INFINITY).bitsSub(size.toBits()).fromBits();
        Expr extreme = size.equal(zero).or(size.equal(infinity));
        result = extreme.select(y.less(zero).select(swapped, size), result);
        result = flipSign(result, odd.select(a, one));
        result = a.equal(a).and(b.equal(b)).select(result, nan);
        return a.equal(one).or(b.equal(zero)).select(one, result);
    }

    // ---- trigonometric functions ----

    /** An angle as n pi/2 + high + low; n stands in the low bits of quadrant. */
    private record Angle(Expr quadrant, Expr high, Expr low) {
        /** By Cody and Waite's constants in three pieces, with the rounding errors kept. */
        static Angle of(Expr y) {
            // beyond, the quadrant would be a guess
            Expr x = y.constant(y.choose(6.0e6, 3.0e15)).less(y).select(y.constant(Double.NaN), y);
            Expr shifted = x.fma(x.constant(2 / Math.PI), shifter(x));
            Expr n = shifted.sub(shifter(x));
            double[] pieces = coefficients(x, HALF_PI);
            Expr first = n.fma(x.constant(-pieces[0]), x); // exact
            Expr second = n.mul(pieces[1]);
            Expr secondLow = n.fma(x.constant(pieces[1]), second.neg());
            Expr third = n.fma(x.constant(-pieces[2]), secondLow.neg());
            Expr high = first.sub(second);
            return new Angle(shifted, high, first.sub(high).sub(second).add(third));
        }

        /** high + high^3 q(high^2) + low: the sine or the tangent of the remainder. */
        Expr series(double[] q) {
            Expr square = high.mul(high);
            return high.add(high.mul(square).fma(split(square, q), low));
        }

        Expr cosine() {
            Expr square = high.mul(high);
            Expr w = square.fma(split(square, coefficients(high, COS)), -0.5);
            return square.fma(w, high.mul(low).neg()).add(1);
        }

        /** Whether bit 0 of the quadrant is set. */
        Expr odd() {
            Expr bit = quadrant.toBits().shiftLeft(high.isSingle() ? 30 : 62).bitsAnd(bitsOf(high, 2.0));
            return bit.fromBits().equal(high.constant(2));
        }

        /** Turns the sign where bit 1 of the quadrant is set. */
        Expr flip(Expr x) {
            return flipSign(x, quadrant.toBits().shiftLeft(high.isSingle() ? 30 : 62).fromBits());
        }
    }

    /**
     * The sine.
     *
     * <p>The argument is reduced by multiples of pi/2 in three pieces with fused multiply-adds, after Cody and Waite,
     * and the remainder kept in two numbers. Polynomials of degree 7 (13 for float64) for the sine and 8 (14) for the
     * cosine of the remainder. Error at most 1.14 ulp up to |x| = 10^6 in float32 and 1.11 up to 3 * 10^14 in
     * float64; up to 6 * 10^6 and 3 * 10^15 the absolute error is at most 2 * 10^-6 and 2 * 10^-14, and NaN beyond.
     *
     * @param x in radians
     * @return sin x
     */
    public static Expr sin(Expr x) {
        Angle a = Angle.of(x.abs());
        return flipSign(a.flip(a.odd().select(a.cosine(), a.series(coefficients(x, SIN)))), x);
    }

    /**
     * The cosine.
     *
     * <p>The argument is reduced by multiples of pi/2 in three pieces with fused multiply-adds, after Cody and Waite,
     * and the remainder kept in two numbers. Polynomials as for {@link #sin}. Error at most 1.15 ulp up to |x| = 10^6
     * in float32 and 1.09 up to 3 * 10^14 in float64; up to 6 * 10^6 and 3 * 10^15 the absolute error is at most 2 *
     * 10^-6 and 2 * 10^-14, and NaN beyond.
     *
     * @param x in radians
     * @return cos x
     */
    public static Expr cos(Expr x) {
        Angle a = Angle.of(x.abs());
        Angle next = new Angle(a.quadrant.add(1), a.high, a.low);
        return next.flip(next.odd().select(a.cosine(), a.series(coefficients(x, SIN))));
    }

    /**
     * The tangent.
     *
     * <p>The argument is reduced by multiples of pi/2 in three pieces with fused multiply-adds, after Cody and Waite,
     * and the remainder kept in two numbers. A polynomial of degree 15 (31 for float64), and -1 through it in every
     * other quadrant. Error at most 2.3 ulp up to |x| = 10^6 in float32 and 2.1 up to 3 * 10^14 in float64;
     * less exact up to 6 * 10^6 and 3 * 10^15, and NaN beyond.
     *
     * @param x in radians
     * @return tan x
     */
    public static Expr tan(Expr x) {
        Angle a = Angle.of(x.abs());
        Expr t = a.series(coefficients(x, TAN));
        return flipSign(a.odd().select(x.constant(-1).div(t), t), x);
    }

    // ---- inverse trigonometric functions ----

    /** asin y = y + rest for y <= 1/2; otherwise acos y = 2 (root + rest) with root = sqrt((1 - y) / 2). */
    private record ArcSine(Expr big, Expr root, Expr rest) {
        static ArcSine of(Expr y) {
            Expr big = y.constant(0.5).less(y);
            Expr half = y.constant(1).sub(y).mul(0.5);
            Expr square = big.select(half, y.mul(y));
            Expr root = big.select(half.sqrt(), y);
            return new ArcSine(big, root, root.mul(square).mul(split(square, coefficients(y, ASIN))));
        }
    }

    /**
     * The inverse sine.
     *
     * <p>x + x^3 q(x^2) up to 1/2 (degree 11, 25 for float64), beyond that pi/2 - 2 asin(sqrt((1 - |x|) / 2)). Error
     * at most 1.66 ulp in float32, 1.63 in float64.
     *
     * @param x a number
     * @return asin x in radians, NaN beyond -1 and 1
     */
    public static Expr asin(Expr x) {
        Expr y = x.abs();
        ArcSine arc = ArcSine.of(y);
        double[] halfPi = coefficients(x, HALF_PI);
        Expr rest = arc.rest.add(arc.rest).sub(halfPi[1]);
        Expr large = x.constant(halfPi[0]).sub(arc.root.add(arc.root).add(rest));
        Expr small = arc.root.add(arc.rest);
        return flipSign(arc.big.select(large, small), x);
    }

    /**
     * The inverse cosine.
     *
     * <p>From the same polynomial as {@link #asin}; accurate near 1, too. Error at most 1.13 ulp in float32, 1.10 in
     * float64.
     *
     * @param x a number
     * @return acos x in radians, NaN beyond -1 and 1
     */
    public static Expr acos(Expr x) {
        // n pi/2 + t, where n is 0 near 1, 2 near -1 and 1 between
        ArcSine arc = ArcSine.of(x.abs());
        double[] halfPi = coefficients(x, HALF_PI);
        Expr negative = x.less(0);
        Expr turned = arc.big.select(x, x.neg());
        Expr factor = arc.big.select(x.constant(2), x.constant(1));
        Expr n = arc.big.select(negative.select(x.constant(2), x.constant(0)), x.constant(1));
        Expr main = flipSign(factor.mul(arc.root), turned);
        Expr rest = n.fma(x.constant(halfPi[1]), flipSign(factor.mul(arc.rest), turned));
        return n.fma(x.constant(halfPi[0]), main.add(rest));
    }

    /** t + rest = atan t for 0 <= t <= 1. */
    private static Expr arcTangentRest(Expr t) {
        Expr square = t.mul(t);
        return t.mul(square).mul(split(square, coefficients(t, ATAN)));
    }

    /**
     * The inverse tangent.
     *
     * <p>x + x^3 q(x^2) up to 1 (degree 19, 41 for float64), beyond that pi/2 - atan(1 / |x|). Error at most 1.90 ulp
     * in float32, 1.72 in float64.
     *
     * @param x a number
     * @return atan x in radians
     */
    public static Expr atan(Expr x) {
        Expr y = x.abs();
        Expr one = x.constant(1);
        Expr big = one.less(y);
        // atan y = pi/2 + atan(-1 / y)
        Expr t = big.select(one.div(y), y);
        Expr rest = arcTangentRest(t);
        double[] halfPi = coefficients(x, HALF_PI);
        Expr large = x.constant(halfPi[0]).sub(t.add(rest.sub(halfPi[1])));
        return flipSign(big.select(large, t.add(rest)), x);
    }

    /**
     * The angle of a point, with all the special cases of C's atan2.
     *
     * <p>The polynomial of {@link #atan} at the smaller coordinate through the larger. Error at most 1.7 ulp in both
     * types.
     *
     * @param y the ordinate
     * @param x the abscissa
     * @return the angle of (x, y) in radians, from -pi to pi
     */
    public static Expr atan2(Expr y, Expr x) {
        Expr ax = x.abs();
        Expr ay = y.abs();
        Expr steep = ax.less(ay);
        Expr small = steep.select(ax, ay);
        Expr large = steep.select(ay, ax);
        Expr zero = x.constant(0);
        Expr one = x.constant(1);
        // Equal ones may be 0 / 0 (taken as 0) or infinity / infinity (taken as 1).
        Expr equal = small.equal(large);
        Expr t = equal.select(large.equal(zero).select(zero, one), small.div(large));
        Expr rest = arcTangentRest(t);
        // n pi/2 +- (t + rest), where n is 1 when steep, and else 0, or 2 on the left
        Expr left = signBits(x).bitsOr(bitsOf(x, 1)).fromBits().less(zero);
        Expr n = steep.select(one, left.select(x.constant(2), zero));
        Expr turn = flipSign(steep.select(x.constant(-0.0), zero), x);
        double[] halfPi = coefficients(x, HALF_PI);
        Expr low = n.fma(x.constant(halfPi[1]), flipSign(rest, turn));
        Expr angle = n.fma(x.constant(halfPi[0]), flipSign(t, turn).add(low));
        return flipSign(angle, y);
    }

    // ---- error function ----

    /** q((y - c) / (y + c)) / (y + c) for y >= 0 and a whole c. */
    private static Twofold rational(Expr y, double centre, double[] q) {
        // 1 / (y + c) and y - c with their errors, for the argument (y - c) / (y + c) is kept in two numbers
        Expr d = y.add(centre);
        Expr dLow = y.constant(centre).sub(d).add(y);
        Expr inverse = y.constant(1).div(d);
        Expr minus = inverse.neg();
        Expr rest = inverse.mul(minus.fma(dLow, minus.fma(d, y.constant(1))));
        Expr n = y.sub(centre);
        Expr nLow = y.sub(n.add(centre));
        Expr quotient = n.mul(inverse);
        Expr quotientLow = n.fma(rest, nLow.fma(inverse, n.fma(inverse, quotient.neg())));
        Twofold argument = Twofold.sum(quotient, quotientLow);
        // Horner's scheme, for the even and the odd part would cancel where the argument is near 1; its last two steps
        // are kept in two numbers
        Expr first = y.constant(q[q.length - 1]);
        Expr second = y.constant(q[q.length - 2]);
        Expr others = argument.high.polynomial(Arrays.copyOf(q, q.length - 2));
        Expr slope = others.fma(argument.high, second);
        Expr slopeLow = others.fma(argument.high, second.sub(slope));
        Expr p = slope.fma(argument.high, first);
        Expr pError = slope.fma(argument.high, first.sub(p));
        Expr pLow = slope.fma(argument.low, slopeLow.fma(argument.high, pError));
        Expr high = p.mul(inverse);
        return new Twofold(high, pLow.fma(inverse, p.fma(rest, p.fma(inverse, high.neg()))));
    }

    /** factor e^(-y^2 scale), where y^2 is kept in two numbers and a subnormal result is rounded but once. */
    private static Expr timesGauss(Twofold factor, Expr y, double scale) {
        Expr square = y.mul(y);
        Expr high = square.mul(-scale);
        Expr low = y.fma(y, square.neg()).mul(-scale);
        double offset = shifter(y) + 2 * bias(y);
        Expr shifted = high.fma(y.constant(number(y, LOG2_E)), offset);
        Expr k = shifted.sub(offset);
        Expr rHigh = k.fma(y.constant(-number(y, LN2_FULL)), high);
        Twofold r = Twofold.sum(rHigh, k.fma(y.constant(-number(y, LN2_FULL_REST)), low));
        Twofold e = Twofold.sum(r.high, r.high.mul(r.high).fma(split(r.high, coefficients(y, EXP)), r.low));
        Powers power = Powers.of(shifted);
        Expr rest = factor.high.fma(e.low, factor.low.fma(e.high, factor.low));
        return factor.high.add(factor.high.fma(e.high, rest)).mul(power.first).mul(power.second);
    }

    /** erfc(y) for y >= 0, best where it is small. */
    private static Expr erfcTail(Expr y) {
        Twofold p = rational(y, number(y, ERFC_CENTRE), coefficients(y, ERFC));
        return y.constant(y.choose(10.1, 27.3)).less(y).select(y.constant(0), timesGauss(p, y, 1));
    }

    private static Expr erfSmall(Expr y) {
        Expr square = y.mul(y);
        return y.fma(y.constant(number(y, TWO_OVER_ROOT_PI)), y.mul(split(square, coefficients(y, ERF))));
    }

    /**
     * The error function.
     *
     * <p>x (c + q(x^2)) up to 0.84 (degree 13, 23), beyond that 1 - erfc x. Error at most 1.00 ulp in float32, 0.90
     * in float64.
     *
     * @param x a number
     * @return erf x
     */
    public static Expr erf(Expr x) {
        Expr y = x.abs();
        return flipSign(y.less(0.84).select(erfSmall(y), x.constant(1).sub(erfcTail(y))), x);
    }

    /**
     * The complement of the error function, accurate where it is small.
     *
     * <p>erfc(x) e^(x^2) (x + c) as a polynomial in (x - c) / (x + c), of degree 9 for float32 and 22 for float64, a
     * substitution of Shepherd and Laframboise (1981); x^2 is kept in two numbers. Below 0.47 it is 1 - erf x. Error
     * at most 1.22 ulp in float32, 1.3 in float64.
     *
     * @param x a number
     * @return 1 - erf x
     */
    public static Expr erfc(Expr x) {
        Expr y = x.abs();
        Expr value = y.less(0.47).select(x.constant(1).sub(erfSmall(y)), erfcTail(y));
        return x.less(0).select(x.constant(2).sub(value), value);
    }

    /**
     * The Gaussian error linear unit, in its exact form: x times the probability that a normal variable is below x.
     *
     * <p>A polynomial up to 0.7, beyond that as {@link #erfc}, so that negative results, too, are right to their last
     * places. Error at most 1.98 ulp in float32, 1.8 in float64.
     *
     * @param x a number
     * @return x (1 + erf(x / sqrt 2)) / 2
     */
    public static Expr gelu(Expr x) {
        Expr y = x.abs();
        Expr square = x.mul(x);
        Expr small = x.mul(x.fma(split(square, coefficients(x, PHI)), 0.5));
        // max(x, 0) - y Phi(-y)
        Twofold p = rational(y, number(y, PHI_CENTRE), coefficients(x, PHI_TAIL));
        Expr high = y.mul(p.high);
        Twofold scaled = new Twofold(high, y.fma(p.low, y.fma(p.high, high.neg())));
        Expr bound = x.constant(x.choose(14.7, 39.0));
        Expr part = bound.less(y).select(x.constant(0), timesGauss(scaled, y, 0.5));
        Expr large = x.less(0).select(x.constant(-0.0), x).sub(part);
        return y.less(0.7).select(small, large);
    }

    /**
     * The derivative of {@link #gelu}: Phi(x) + x phi(x), with Phi the normal distribution function and phi its density.
     *
     * <p>Phi as in {@link #gelu}, but without its second numbers. Beyond 0.7 it is (Phi(-y) e^(y^2/2) - y / sqrt(2 pi))
     * e^(-y^2/2) for x = -y, and 1 minus that for x = y. Error at most 4.6 ulp in float32, 8.2 in float64, of 1/8 at least
     * near -0.75, where it crosses 0.
     *
     * @param x a number
     * @return the slope at x
     */
    public static Expr geluSlope(Expr x) {
        Expr y = x.abs();
        Expr scale = y.constant(number(y, ONE_OVER_ROOT_TWO_PI));
        Gauss gauss = Gauss.of(y);
        Expr small = x.fma(gauss.number.mul(gauss.power).fma(scale, split(x.mul(x), coefficients(x, PHI))), x.constant(0.5));
        double centre = number(y, PHI_CENTRE);
        Expr inverse = y.constant(1).div(y.add(centre));
        Expr tail = y.sub(centre).mul(inverse).polynomial(coefficients(y, PHI_TAIL)).mul(inverse);
        Expr bound = y.constant(y.choose(14.7, 39.0));
        Expr below = bound.less(y).select(y.constant(-0.0), gauss.times(y.neg().fma(scale, tail)));
        Expr large = x.less(0).select(below, x.constant(1).sub(below));
        return y.less(0.7).select(small, large);
    }

    /** e^(-y^2/2) as a number and a power of 2, where y^2 is kept in two numbers: nonsense where it underflows. */
    private record Gauss(Expr number, Expr power) {
        static Gauss of(Expr y) {
            Expr square = y.mul(y);
            Reduced reduced = Reduced.of(square.mul(-0.5), 2 * bias(y));
            Expr r = y.fma(y, square.neg()).fma(y.constant(-0.5), reduced.r);
            Expr e = r.mul(r).fma(split(r, coefficients(y, EXP)), r);
            Powers powers = Powers.of(reduced.shifted);
            return new Gauss(powers.first.fma(e, powers.first), powers.second);
        }

        /** The factor comes before the power: what is subnormal without it has lost places that the product needs. */
        Expr times(Expr factor) {
            return factor.mul(number).mul(power);
        }
    }

    /**
     * The inverse of the error function.
     *
     * <p>With w = -ln(1 - x^2), erfinv(x) / x is a polynomial in w up to 5 (degree 9; for float64 up to 6.25, degree
     * 24) and one in sqrt(w) beyond (degree 9; for float64 two, of degree 19 and 17). The variables are Giles's
     * (<i>Approximating the erfinv function</i>, 2010). Error at most 1.96 ulp in float32, 1.84 in float64.
     *
     * @param x a number
     * @return the y with erf y = x, infinite at -1 and 1, NaN beyond
     */
    public static Expr erfinv(Expr x) {
        Expr y = x.abs();
        Logarithm parts = Logarithm.of(y.neg().fma(y, 1));
        Expr w = parts.natural(parts.rest()).neg();
        Expr root = w.sqrt();
        Expr centre = split(w.sub(x.choose(2.5, 3.125)), coefficients(x, ERFINV_CENTRE));
        Expr low = split(root.sub(x.choose(3.125, 3.25)), coefficients(x, ERFINV_MIDDLE));
        if (!x.isSingle()) {
            low = root.less(4).select(low, split(root.sub(5), ERFINV_TAIL));
        }
        Expr near = w.less(x.choose(5.0, 6.25));
        Expr high = near.select(x.constant(number(x, HALF_ROOT_PI)), root);
        low = near.select(w.fma(centre, number(x, HALF_ROOT_PI_REST)), low);
        Expr one = x.constant(1);
        Expr pole = y.equal(one).select(x.constant(Double.POSITIVE_INFINITY), x.constant(Double.NaN));
        return flipSign(y.less(one).select(y.fma(high, y.mul(low)), pole), x);
    }

    // ---- gamma function ----

    /** y less the nearest whole number, for y >= 0. */
    private static Expr fraction(Expr y) {
        double whole = y.choose(0x1p23, 0x1p52);
        return y.less(whole).select(y.sub(y.add(whole).sub(whole)), y.constant(0));
    }

    /**
     * The logarithm of the absolute value of the gamma function.
     *
     * <p>Up to 3 from (y - 1) (y - 2) q(y - 2), of degree 13 for float32 and 28 for float64, and below 1 by lgamma(y)
     * = lgamma(y + 1) - ln y; from 3 Stirling's series with fitted coefficients and the logarithm in one and a half
     * times the precision; for negative x by reflection. Error at most 1.9 ulp in float32 and 1.7 in float64 above
     * 0; below 0 at most 5.1 ulp of the larger of the result and ln(2 - x), for the zeros there lie between
     * cancelling terms.
     *
     * @param x a number
     * @return ln |gamma(x)|
     */
    public static Expr lgamma(Expr x) {
        Expr y = x.abs();
        Expr zero = x.constant(0);
        Expr one = x.constant(1);
        Expr infinity = x.constant(Double.POSITIVE_INFINITY);
        Expr negative = x.less(zero);
        Expr below1 = y.less(one);
        Expr below3 = y.less(3);
        // lgamma(y), and for negative x lgamma(1 + y), as factor * (ln y - 1 or 0) + base
        Expr t = below1.select(y.sub(1), y.sub(2));
        Expr t1 = below1.select(y, y.sub(1));
        Expr near = t.mul(t1).mul(t.polynomial(coefficients(x, LGAMMA)));
        Expr inverse = one.div(y);
        Expr far = inverse.fma(split(inverse.mul(inverse), coefficients(x, STIRLING)), HALF_LN_2_PI - 0.5);
        far = far.add(negative.select(one, zero));
        Expr base = below3.select(near, far);
        Expr factor = below3.select(below1.select(x.constant(-1), zero), y.sub(0.5));
        factor = factor.add(negative.select(one, zero));
        Twofold log = logLong(y);
        Twofold less = Twofold.sum(log.high, below3.select(zero, x.constant(-1)));
        Expr product = factor.mul(less.high);
        Expr error = factor.fma(less.low.add(log.low), factor.fma(less.high, product.neg()));
        Expr positive = product.less(infinity).select(product.add(error.add(base)), infinity);
        // lgamma(-y) = -ln(sin(pi y) / pi) - lgamma(1 + y)
        Expr g = fraction(y).abs();
        Expr square = g.mul(g);
        Logarithm sine = Logarithm.of(g.mul(square).fma(split(square, coefficients(x, SIN_PI)), g));
        Expr reflected = sine.natural(sine.rest()).add(positive).neg();
        Expr result = negative.select(reflected, positive);
        result = x.lessEqual(zero).and(g.equal(zero)).select(infinity, result);
        return x.equal(x).select(result, x);
    }

    /**
     * The derivative of {@link #lgamma}.
     *
     * <p>Up to 3 from (y - root) q(y - 2), of degree 13 for float32 and 30 for float64; from 3 as ln(y - 1/2) + w
     * q(w) with w = 1 / (y - 1/2)^2; below 1 and for negative x by recurrence and reflection. Error at most 2 ulp
     * above 0; below 0 at most 5.4 ulp of the larger of the result and ln(2 - x). At 0 it is infinite with the sign
     * opposite to that of the zero, at negative whole numbers NaN.
     *
     * @param x a number
     * @return gamma'(x) / gamma(x)
     */
    public static Expr digamma(Expr x) {
        Expr y = x.abs();
        Expr zero = x.constant(0);
        Expr one = x.constant(1);
        // digamma(v), where v is x, or 1 + |x| below 1
        Expr below1 = x.less(one);
        Expr v = below1.select(y.add(1), x);
        Expr t = below1.select(y.sub(1), x.sub(2));
        Expr fromRoot = t.add(2 - number(x, DIGAMMA_ROOT)).sub(number(x, DIGAMMA_ROOT_REST));
        Expr near = fromRoot.mul(t.polynomial(coefficients(x, DIGAMMA)));
        Expr middle = v.sub(0.5);
        Expr inverse = one.div(middle);
        Expr w = inverse.mul(inverse);
        Logarithm log = Logarithm.of(middle);
        Expr far = log.natural(w.fma(split(w, coefficients(x, DIGAMMA_LARGE)), log.rest()));
        Expr main = v.less(3).select(near, v.less(Double.POSITIVE_INFINITY).select(far, v));
        // digamma(x) = digamma(1 + x) - 1 / x, and digamma(-y) = digamma(1 + y) + pi cot(pi y)
        Expr fraction = fraction(y);
        Expr g = fraction.abs();
        Expr steep = x.constant(0.25).less(g);
        Expr angle = steep.select(x.constant(0.5).sub(g), g).mul(Math.PI);
        Expr square = angle.mul(angle);
        Expr tangent = angle.mul(square).fma(split(square, coefficients(x, TAN)), angle);
        Expr pi = x.constant(Math.PI);
        Expr negative = x.less(zero);
        Expr numerator = flipSign(steep.select(pi.mul(tangent), pi), fraction);
        Expr denominator = steep.select(one, tangent);
        numerator = negative.select(numerator, below1.select(x.constant(-1), zero));
        Expr result = main.add(numerator.div(negative.select(denominator, x)));
        return negative.and(g.equal(zero)).select(x.constant(Double.NaN), result);
    }

    // ---- whole numbers and remainders ----

    /**
     * The nearest whole number, the even one of two equally near.
     *
     * @param x a number
     * @return x rounded
     */
    public static Expr round(Expr x) {
        Expr y = x.abs();
        double whole = x.choose(0x1p23, 0x1p52);
        return flipSign(y.less(whole).select(y.add(whole).sub(whole), y), x);
    }

    /**
     * The largest whole number not above x.
     *
     * @param x a number
     * @return x rounded down
     */
    public static Expr floor(Expr x) {
        Expr near = round(x);
        return x.less(near).select(near.sub(1), near);
    }

    /**
     * The smallest whole number not below x.
     *
     * @param x a number
     * @return x rounded up
     */
    public static Expr ceil(Expr x) {
        return floor(x.neg()).neg();
    }

    /**
     * The whole part.
     *
     * @param x a number
     * @return x rounded towards zero
     */
    public static Expr trunc(Expr x) {
        return flipSign(floor(x.abs()), x);
    }

    /**
     * The size of one number with the sign of another.
     *
     * @param size gives the size
     * @param sign gives the sign, even of a zero or NaN
     * @return |size| with the sign
     */
    public static Expr copysign(Expr size, Expr sign) {
        return flipSign(size.abs(), sign);
    }

    /**
     * The remainder of a division whose quotient is rounded towards zero: C's fmod.
     *
     * <p>Exact while |a / b| is below about 2^69 in float32 and 2^156 in float64, and NaN beyond that.
     *
     * @param a the dividend, whose sign the result has
     * @param b the divisor
     * @return a - b trunc(a / b)
     */
    public static Expr fmod(Expr a, Expr b) {
        Expr size = b.abs();
        Expr rest = a.abs();
        // Every step takes a multiple of b away without error and leaves at most 2^-23 (2^-52) of what there was.
        for (int step = 0; step < 3; step++) {
            Expr quotient = round(rest.div(size));
            rest = quotient.neg().fma(size, rest);
        }
        rest = rest.less(0).select(rest.add(size), rest);
        rest = rest.abs().less(size).select(rest, a.constant(Double.NaN));
        Expr infinity = a.constant(Double.POSITIVE_INFINITY);
        Expr finite = a.abs().less(infinity);
        return flipSign(finite.and(size.equal(infinity)).select(a.abs(), rest), a);
    }

    /**
     * The remainder of a division whose quotient is rounded down, as in Python, NumPy and PyTorch.
     *
     * <p>{@link #fmod}, and b once more where the signs differ. A zero has the sign of a.
     *
     * @param a the dividend
     * @param b the divisor, whose sign the result has
     * @return a - b floor(a / b)
     */
    public static Expr remainder(Expr a, Expr b) {
        Expr zero = a.constant(0);
        Expr rest = fmod(a, b);
        Expr differ = rest.less(zero).and(zero.less(b)).or(zero.less(rest).and(b.less(zero)));
        return differ.select(rest.add(b), rest);
    }
}
