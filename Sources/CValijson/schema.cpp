#include "cvalijson.h"
