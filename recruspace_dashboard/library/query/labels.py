def texts_of(field, value):
    return (value,)
